import { displayWidth, fitColumns, formatValue, terminalSafe } from '@benchwright/report';
import { profileValue, sharePercent } from './flame/render-flame-page.js';
import type { ProfiledProcess } from './profile-process.js';
import { type HotFunction, hotPaths } from './tree/hot-paths.js';
import type { ProfileTree } from './tree/profile-tree.js';

const PROFILER_NAMES = { inspector: 'V8’s profiler', 'py-spy': 'py-spy', perf: 'perf' } as const;

/** A server that idles more than this was not under load while it was profiled. */
const IDLE_SHARE = 0.95;

/** What there is to say of a profile beside its functions, a line each. Pure. */
export function profileFacts(profiled: ProfiledProcess): string[] {
  const { pid, runtime, profiler, durationNs, idleShare, liveHeapBytes, figures } = profiled;
  const what = figures === null ? runtime : `Node ${figures.nodeVersion}`;
  const facts = [
    `process ${pid} (${what}) for ${formatValue('ns', durationNs)}, by ${PROFILER_NAMES[profiler]}`,
  ];
  if (idleShare !== null) facts.push(`main thread busy for ${sharePercent(1 - idleShare)} of the time`);
  if (figures !== null) facts.push(...runtimeFacts(figures, durationNs));
  if (liveHeapBytes !== null) {
    const { before, after } = liveHeapBytes;
    facts.push(`live heap ${formatValue('bytes', before)} before, ${formatValue('bytes', after)} after`);
  }
  return facts;
}

function runtimeFacts(
  { eventLoopDelayNs, gc }: NonNullable<ProfiledProcess['figures']>,
  durationNs: number,
): string[] {
  const delay =
    eventLoopDelayNs === null
      ? 'event loop: never free to tell its delay'
      : `event loop delay: p50 ${formatValue('ns', eventLoopDelayNs.p50)}, p99 ${formatValue('ns', eventLoopDelayNs.p99)}, at most ${formatValue('ns', eventLoopDelayNs.max)}`;
  const all = Object.values(gc);
  const count = all.reduce((sum, one) => sum + one.count, 0);
  const totalNs = all.reduce((sum, one) => sum + one.totalNs, 0);
  const longestNs = all.reduce((most, one) => Math.max(most, one.longestNs), 0);
  const pauses =
    count === 0
      ? 'no garbage collection'
      : `${count} garbage collections, ${sharePercent(totalNs / durationNs)} of the time, the longest ${formatValue('ns', longestNs)}`;
  return [delay, pauses];
}

/** What a reader must know before believing the functions. Pure. */
export function profileCautions({ idleShare, cpu }: ProfiledProcess): string[] {
  if (idleShare !== null && idleShare > IDLE_SHARE) {
    return ['the process was idle nearly all the time: profile it while load runs'];
  }
  return cpu.root.children.size === 0 ? ['nothing was sampled: profile for longer, while load runs'] : [];
}

/** A profile for the terminal: its facts, then the functions with most of their own and most in all. Pure. */
export function renderProfileText(profiled: ProfiledProcess, columns: number): string {
  const { cpu, allocations } = profiled;
  return [
    ...profileFacts(profiled),
    '',
    ...functionLines('time in the function itself', cpu, 'self', columns),
    '',
    ...functionLines('time with all that it calls', cpu, 'total', columns),
    ...(allocations === null
      ? []
      : ['', ...functionLines('allocated by the function itself', allocations, 'self', columns)]),
    '',
  ].join('\n');
}

/** Functions shown on a terminal; the summary has twenty. */
const SHOWN = 10;
const VALUE_COLUMNS = 22;

function functionLines(title: string, tree: ProfileTree, by: 'self' | 'total', columns: number): string[] {
  const { bySelf, byTotal } = hotPaths(tree, SHOWN);
  const lines = (by === 'self' ? bySelf : byTotal).map((one) => {
    const share = sharePercent(by === 'self' ? one.selfShare : one.totalShare).padStart(8);
    const value = profileValue(tree.unit, one[by]).padStart(VALUE_COLUMNS - 8);
    return `${share}${value}  ${nameIn(one, columns - VALUE_COLUMNS - 2)}`;
  });
  return [title, ...(lines.length === 0 ? ['  nothing'] : lines)];
}

/** The name, and of the source the end, where file and line are. */
function nameIn({ name, source }: HotFunction, columns: number): string {
  const shownName = fitColumns(terminalSafe(name), Math.max(10, columns));
  const rest = columns - displayWidth(shownName) - 2;
  // V8 names no file for what is not JavaScript, and puts its own states in parentheses: a bare `run` would be looked for in vain.
  const safe = source === '' && !name.startsWith('(') ? 'native code' : terminalSafe(source);
  if (safe === '' || rest < 12) return shownName;
  return `${shownName}  ${safe.length <= rest ? safe : `…${safe.slice(1 - rest)}`}`;
}
