import { formatCount, formatValue } from '@benchwright/report';
import type { FleetAgent, TrialRecord } from '@benchwright/result-schema';

/** An agent whose median is so much above the median agent's is pointed at. */
const SLOW = 1.25;

const HEADINGS = [
  'trial',
  'agent',
  'host',
  'slice',
  'offered',
  'failed',
  'p50',
  'p99',
  'max',
  'busy',
  'start',
  'clock',
] as const;

/**
 * What each agent did in each trial, as text for people; empty where no fleet measured. An agent that saw a slower target than the others,
 * or was slower itself, stands out. Pure.
 */
export function agentsTable(trials: readonly TrialRecord[]): string {
  const rows = trials.flatMap((trial) => trial.fleet?.agents.map((agent) => rowOf(trial, agent)) ?? []);
  if (rows.length === 0) return '';
  const slow = trials.flatMap((trial) => slowAgents(trial).map((text) => `${text}\n`));
  return `${aligned([[...HEADINGS], ...rows])}${slow.join('')}`;
}

function rowOf({ cell, trial, fleet }: TrialRecord, agent: FleetAgent): string[] {
  const { responseTimeNs: times, counts, slice } = agent;
  const again = (fleet?.attempt ?? 1) > 1 ? ` (attempt ${fleet?.attempt})` : '';
  return [
    `${cell} ${trial + 1}${again}`,
    agent.id,
    agent.host,
    `${slice.index + 1}/${slice.of}`,
    formatCount(counts.offered),
    formatCount(counts.failed),
    ...(times === null ? ['-', '-', '-'] : [time(times.p50), time(times.p99), time(times.max)]),
    `${Math.round(agent.busyShare * 100)} %`,
    `${agent.startLateNs < 0 ? '-' : '+'}${time(Math.abs(agent.startLateNs))}`,
    `±${time(agent.clockUncertaintyNs)}`,
  ];
}

function slowAgents({ cell, trial, fleet }: TrialRecord): string[] {
  const medians = (fleet?.agents ?? []).flatMap(({ id, responseTimeNs }) =>
    responseTimeNs === null ? [] : [{ id, p50: responseTimeNs.p50 }],
  );
  const sorted = medians.map(({ p50 }) => p50).sort((a, b) => a - b);
  const usual = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return medians
    .filter(({ p50 }) => sorted.length > 1 && p50 > usual * SLOW)
    .map(
      ({ id, p50 }) =>
        `${cell} ${trial + 1}: ${id} is slow: p50 ${time(p50)}, the median agent ${time(usual)}`,
    );
}

function time(ns: number): string {
  return formatValue('ns', ns);
}

/** The first three columns are words, the others figures. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => (column < 3 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!)))
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}
