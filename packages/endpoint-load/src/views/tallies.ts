import { formatCount, formatValue, terminalSafe } from '@benchwright/report';
import type { CellResult, Metric, RunResult } from '@benchwright/result-schema';
import { labelled, plural } from './page.js';

/** What was counted, what travelled, and how the generator fared. */
export function tallyLines(cell: CellResult, run: RunResult['run']): string[] {
  // Of a search these would be the sums of a few probes, chosen by how they went.
  const counted = [
    ...labelled('answers', answers(cell)),
    ...errorLines(cell),
    ...trafficLines(cell),
    ...connectionLines(cell),
  ];
  return [
    ...(cell.search ? [] : counted),
    ...generatorLines(cell),
    ...ceilingLines(cell),
    ...labelled('run', terminalSafe(`${run.id} · seed ${run.seed}`)),
  ];
}

function answers({ counts }: CellResult): string {
  const { offered, ok, failed, dropped } = counts;
  const parts = [`${formatCount(ok)} ok`, `${formatCount(failed)} failed`];
  if (dropped > 0) parts.push(`${formatCount(dropped)} dropped`);
  return `${parts.join(' · ')} · of ${formatCount(offered)} offered`;
}

function errorLines({ counts }: CellResult): string[] {
  const errors = Object.entries(counts.errors)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
  if (errors.length === 0) return [];
  return labelled('errors', terminalSafe(errors.map(([name, n]) => `${name} ${formatCount(n)}`).join(' · ')));
}

function trafficLines({ metrics }: CellResult): string[] {
  const { bytesInPerSec, bytesOutPerSec, wireBytesIn, wireBytesOut, bodyBytes } = metrics;
  const body = bodyBytes === undefined ? '' : ` (body ${estimateText('B', bodyBytes)})`;
  return [
    ...trafficLine('received', bytesInPerSec, wireBytesIn, `per answer${body}`),
    ...trafficLine('sent', bytesOutPerSec, wireBytesOut, 'per request'),
  ];
}

function trafficLine(
  label: string,
  rate: Metric | undefined,
  size: Metric | undefined,
  each: string,
): string[] {
  if (rate === undefined) return [];
  const sizeText = size === undefined ? '' : ` · ${estimateText('B', size)} ${each}`;
  return labelled(label, `${estimateText('B/s', rate)}${sizeText}`);
}

function estimateText(unit: string, { estimate }: Metric): string {
  return formatValue(unit, estimate);
}

function connectionLines({ metrics }: CellResult): string[] {
  const { connectionsOpened, connectionsReopened, connectNs } = metrics;
  if (connectionsOpened === undefined) return [];
  const again = sum(connectionsReopened);
  const parts = [`${formatCount(sum(connectionsOpened))} made`];
  if (again > 0) parts.push(`${formatCount(again)} of them in place of lost ones`);
  if (connectNs?.percentiles?.['50'] !== undefined) {
    parts.push(`connect p50 ${formatValue('ns', connectNs.percentiles['50'])}`);
  }
  return labelled('connections', parts.join(' · '));
}

function sum(metric: Metric | undefined): number {
  return (metric?.perTrial ?? []).reduce((total, value) => total + value, 0);
}

/** The worst trial counts: one is enough to spoil a figure. */
function generatorLines({ health: all, metrics, factors, search }: CellResult): string[] {
  // Beyond the limit requests wait for a connection, which is not the generator's doing.
  const isMet = (trial: number): boolean =>
    search === undefined || search.probes.some(({ probe, outcome }) => probe === trial && outcome === 'met');
  const health = all.filter(({ trial }) => isMet(trial));
  if (health.length === 0) return [];
  const worst = (of: (trial: CellResult['health'][number]['health']) => number): number =>
    Math.max(...health.map((trial) => of(trial.health)));
  const threads = Math.max(1, ...(metrics.generatorThreads?.perTrial ?? []));
  const parts = [
    `at work ${percent(worst((h) => h.busyShare))} of the time`,
    ...(factors.load === 'closed'
      ? []
      : [
          `send lag p99 ${formatValue(
            'ns',
            worst((h) => h.sendLagP99Ns),
          )}`,
        ]),
    `event loop held up ${formatValue(
      'ns',
      worst((h) => h.eventLoopDelayMaxNs),
    )} at most`,
    ...pacerNames(health),
    ...(threads > 1 ? [plural(threads, 'thread')] : []),
  ];
  return labelled('generator', parts.join(' · '));
}

/** How due times were waited for; a closed load has none. */
function pacerNames(health: CellResult['health']): string[] {
  const names = new Set(health.map((trial) => trial.health.pacer));
  names.delete('unpaced');
  return [...names].map((name) => `${name} pacer`);
}

/** How far the load was from what the generator itself can do. */
function ceilingLines({ ceiling }: CellResult): string[] {
  return ceiling === undefined ? [] : labelled('ceiling', terminalSafe(ceiling.text));
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
