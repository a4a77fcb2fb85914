import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFolded } from '../tree/folded-text.js';
import { parsePerfScript } from '../tree/perf-script.js';
import type { ProfileTree } from '../tree/profile-tree.js';
import { attachError, locateTool, PERF, PY_SPY, runTool } from './profiling-tool.js';

export interface ExternalProfileOptions {
  readonly pid: number;
  readonly durationNs: number;
  /** Where programs are looked for, as in the environment. */
  readonly path: string;
  readonly signal: AbortSignal;
}

/** Samples a second: 99 and not 100, so that what happens every hundredth of a second is not always met, or never. */
const SAMPLES_PER_SEC = 99;

/**
 * Profiles a Python process by py-spy, without a change to it: stacks of all threads that are busy, in samples.
 *
 * @throws ProfilerError ERR_PROFILER_MISSING, ERR_PROFILER_ATTACH
 */
export async function profileByPySpy({
  pid,
  durationNs,
  path,
  signal,
}: ExternalProfileOptions): Promise<ProfileTree> {
  const tool = await locateTool(PY_SPY, path);
  return await withFile('folded', async (file) => {
    const args = ['record', '--pid', String(pid), '--duration', secondsOf(durationNs)];
    const output = ['--rate', String(SAMPLES_PER_SEC), '--format', 'raw', '--output', file];
    const { stderr, code } = await runTool(tool, [...args, ...output], signal);
    const text = await readFile(file, 'utf8').catch(() => '');
    if ((code !== 0 && !signal.aborted) || text.trim() === '') throw attachError(PY_SPY, pid, stderr);
    return parseFolded(`what py-spy recorded of ${pid}`, text);
  });
}

/**
 * Profiles any process by perf: native stacks, in samples of CPU time. Code compiled at run time has no names unless the runtime writes a map
 * (`node --perf-basic-prof`, `python -X perf`).
 *
 * @throws ProfilerError ERR_PROFILER_MISSING, ERR_PROFILER_ATTACH
 */
export async function profileByPerf({
  pid,
  durationNs,
  path,
  signal,
}: ExternalProfileOptions): Promise<ProfileTree> {
  const tool = await locateTool(PERF, path);
  return await withFile('perf', async (file) => {
    const what = ['-F', String(SAMPLES_PER_SEC), '-g', '-p', String(pid), '-o', file];
    const record = await runTool(tool, ['record', ...what, '--', 'sleep', secondsOf(durationNs)], signal);
    // Aborted, it has what it needs; the second step must run all the same.
    const script = await runTool(
      tool,
      ['script', '-i', file, '-F', 'comm,ip,sym,dso'],
      new AbortController().signal,
    );
    const tree = parsePerfScript(script.stdout);
    if (tree.root.children.size === 0) throw attachError(PERF, pid, record.stderr);
    return tree;
  });
}

function secondsOf(durationNs: number): string {
  return String(Math.max(1, Math.round(durationNs / 1e9)));
}

async function withFile<Result>(name: string, use: (file: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'benchwright-profile-'));
  try {
    return await use(join(folder, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
