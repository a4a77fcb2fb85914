import type { RunEvent, TrialProgress } from '@benchwright/load-driver';
import { formatCount, formatValue, terminalSafe } from '@benchwright/report';
import type { SearchProbe } from '@benchwright/result-schema';

type TrialFinished = Extract<RunEvent, { type: 'trial-finished' }>;

/** A place among the trials of a run. */
export interface Step {
  readonly index: number;
  readonly of: number;
  /** Of a search: how many there will be is not known. */
  readonly isProbe: boolean;
}

/** `[ 3/10]`, and of a search `[ 3]` */
export function stepText({ index, of, isProbe }: Step): string {
  const total = String(of);
  if (isProbe) return `[${String(index + 1).padStart(total.length)}]`;
  return `[${String(index + 1).padStart(total.length)}/${total}]`;
}

/** What a finished trial says in one line. */
export function finishedText(event: TrialFinished): string {
  return event.probe === undefined ? trialFinishedText(event) : probeText(event, event.probe);
}

function trialFinishedText({ index, of, record, responseP50Ns, responseP99Ns }: TrialFinished): string {
  const { counts, durationNs } = record;
  const parts = [
    `${formatCount(counts.ok)} ok`,
    ...failureTexts(record),
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
  const step = stepText({ index, of, isProbe: false });
  return `${step} ${trialName(record.cell, record.trial)}  ${parts.join(' · ')}`;
}

/** A probe is about its rate: whether it was met comes first, then what speaks against it. */
function probeText(
  { index, of, record, responseP50Ns, responseP99Ns }: TrialFinished,
  probe: SearchProbe,
): string {
  const { ratePerSec, outcome, text } = probe;
  const verdict = outcome === 'generator' ? 'says nothing: the generator gave out' : outcome;
  const parts = [
    `${formatValue('/s', Number(ratePerSec.toPrecision(4)))} ${verdict}`,
    ...(record.counts.ok > 0
      ? [`p50 ${formatValue('ns', responseP50Ns)}`, `p99 ${formatValue('ns', responseP99Ns)}`]
      : []),
    ...failureTexts(record),
    ...(text === '' ? [] : [terminalSafe(text)]),
  ];
  return `${stepText({ index, of, isProbe: true })} ${terminalSafe(record.cell)}  ${parts.join(' · ')}`;
}

function failureTexts({ counts }: TrialFinished['record']): string[] {
  return [
    ...(counts.failed > 0 ? [`${formatCount(counts.failed)} failed (${errorText(counts.errors)})`] : []),
    ...(counts.dropped > 0 ? [`${formatCount(counts.dropped)} dropped`] : []),
  ];
}

/** What a trial under way says in one line. */
export function liveText(progress: TrialProgress, step: Step): string {
  const measuring = [
    formatValue('/s', progress.ratePerSec),
    `p99 ${formatValue('ns', progress.responseP99Ns)}`,
    `${formatCount(progress.failed)} failed`,
    ...remaining(progress),
  ];
  const parts = progress.phase === 'warmup' ? ['warm-up'] : measuring;
  return `${stepText(step)} ${trialName(progress.cell, progress.trial)}  ${parts.join(' · ')}`;
}

/** What is left of a trial under way, in words; empty where that is not known. */
export function remainingText(progress: TrialProgress): string {
  return remaining(progress)[0] ?? '';
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
