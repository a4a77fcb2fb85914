import type { RunEvent, TrialProgress } from '@benchwright/load-driver';
import { formatCount, formatValue, terminalSafe } from '@benchwright/report';

type TrialFinished = Extract<RunEvent, { type: 'trial-finished' }>;

/** `[ 3/10]` */
export function stepText(index: number, of: number): string {
  const total = String(of);
  return `[${String(index + 1).padStart(total.length)}/${total}]`;
}

/** What a finished trial says in one line. */
export function finishedText({ index, of, record, responseP50Ns, responseP99Ns }: TrialFinished): string {
  const { counts, durationNs } = record;
  const parts = [
    `${formatCount(counts.ok)} ok`,
    ...(counts.failed > 0 ? [`${formatCount(counts.failed)} failed (${errorText(counts.errors)})`] : []),
    ...(counts.dropped > 0 ? [`${formatCount(counts.dropped)} dropped`] : []),
    ...(counts.ok > 0
      ? [
          formatValue('/s', rate(counts.ok, durationNs)),
          `p50 ${formatValue('ns', responseP50Ns)}`,
          `p99 ${formatValue('ns', responseP99Ns)}`,
        ]
      : []),
    `in ${formatValue('ns', durationNs)}`,
    ...(record.interrupted ? ['cut short'] : []),
  ];
  return `${stepText(index, of)} ${trialName(record.cell, record.trial)}  ${parts.join(' · ')}`;
}

/** What a trial under way says in one line. */
export function liveText(progress: TrialProgress, index: number, of: number): string {
  const measuring = [
    formatValue('/s', progress.ratePerSec),
    `p99 ${formatValue('ns', progress.responseP99Ns)}`,
    `${formatCount(progress.failed)} failed`,
    ...remaining(progress),
  ];
  const parts = progress.phase === 'warmup' ? ['warm-up'] : measuring;
  return `${stepText(index, of)} ${trialName(progress.cell, progress.trial)}  ${parts.join(' · ')}`;
}

function remaining({ remainingNs, remainingRequests, ratePerSec }: TrialProgress): string[] {
  if (remainingNs !== null) return [`${formatValue('ns', Math.max(0, remainingNs))} left`];
  if (remainingRequests === null) return [];
  const atThisRate = ratePerSec > 0 ? ` (${formatValue('ns', (remainingRequests / ratePerSec) * 1e9)})` : '';
  return [`${formatCount(remainingRequests)} left${atThisRate}`];
}

/** Trials count from 1 for people. */
export function trialName(cell: string, trial: number): string {
  return `${terminalSafe(cell)} trial ${trial + 1}`;
}

function errorText(errors: Readonly<Record<string, number>>): string {
  return Object.entries(errors)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${terminalSafe(name)} ${formatCount(count)}`)
    .join(', ');
}

function rate(count: number, durationNs: number): number {
  return durationNs > 0 ? (count * 1e9) / durationNs : 0;
}
