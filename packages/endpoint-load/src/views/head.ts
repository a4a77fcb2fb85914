import { formatValue, terminalSafe } from '@benchwright/report';
import { durationText, type RunResult } from '@benchwright/result-schema';
import { marked, plural } from './page.js';

/** Whether the figures can be trusted, what was measured, and what speaks against them. */
export function headLines(result: RunResult): string[] {
  const { validity, run } = result;
  const reasons = result.cells.flatMap((cell) => cell.validity.reasons);
  return [
    `${validity.verdict.toUpperCase()}  ${terminalSafe(target(run))}`,
    ...marked('  ', described(result)),
    ...incomplete(run),
    ...sloLines(result),
    ...reasons.flatMap(({ verdict, text, code, hint }) => [
      ...marked(`  ${verdict}  `, terminalSafe(`${text} [${code}]`)),
      ...marked('    → ', terminalSafe(hint)),
    ]),
  ];
}

function target({ config }: RunResult['run']): string {
  if (typeof config.address === 'string') return config.address;
  return typeof config.url === 'string' ? config.url : 'a responder of its own, on this machine';
}

function described({ cells, run }: RunResult): string {
  const [cell] = cells;
  if (cell === undefined) return 'nothing was planned';
  const { requests, protocol, connections, connectionPolicy, pipeline } = cell.factors;
  const parts = [
    `${requests} over ${protocol}${isUnverified(run.config) ? ', certificate not checked' : ''}`,
    connectionPolicy === 'per-request'
      ? `a connection per request, ${connections} at once`
      : plural(Number(connections), 'connection'),
    ...(pipeline === undefined ? [] : [`${pipeline} requests under way on each`]),
    loadText(cell.factors),
    ...extent(run.config),
    cell.search ? plural(cell.trials, 'probe') : `${cell.trials} of ${plural(cell.plannedTrials, 'trial')}`,
  ];
  return terminalSafe(parts.join(' · '));
}

function isUnverified({ tls }: RunResult['run']['config']): boolean {
  return typeof tls === 'object' && tls !== null && 'insecure' in tls && tls.insecure === true;
}

function loadText({ load, ratePerSec }: RunResult['cells'][number]['factors']): string {
  switch (load) {
    case 'closed':
      return 'closed loop';
    case 'search':
      return 'open loop, search';
    case 'constant':
    case 'poisson':
      return `open loop, ${load} ${formatValue('/s', Number(ratePerSec)).replace(' ', '')}`;
    default:
      return `open loop, ${load}`;
  }
}

/** How much was asked for: stages and searches say it themselves. */
function extent({ requests, duration, load }: RunResult['run']['config']): string[] {
  if (typeof requests === 'number') return [plural(requests, 'request')];
  const hasOwn = typeof load === 'object' ? load !== null : load === 'search' || String(load).includes(':');
  return hasOwn || typeof duration !== 'number' ? [] : [durationText(duration)];
}

function incomplete({ outcome }: RunResult['run']): string[] {
  if (outcome === 'completed') return [];
  return marked(`  ${outcome}  `, 'what follows rests on the trials measured before that');
}

/** What the run was to show: by itself where the cell is a search, whose statement stands below. */
function sloLines({ slos, cells }: RunResult): string[] {
  const isSearch = cells.some(({ search }) => search !== undefined);
  return slos.flatMap(({ outcome, id, text }) =>
    marked(`  ${outcome.padEnd(9)}  `, terminalSafe(isSearch ? text : `${id}: ${text}`)),
  );
}
