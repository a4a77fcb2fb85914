import type { RunEvent, TrialProgress } from '@benchwright/load-driver';
import type { LiveEvent, LiveSample } from '@benchwright/report';
import { remainingText } from '../progress/trial-text.js';

type TrialFinished = Extract<RunEvent, { type: 'trial-finished' }>;

/** Makes of the events of a run what whoever watches is told; null of what they are not. Remembers the sample before, for what is counted per second. */
export function liveTranslator(nowNs: () => number): (event: RunEvent) => LiveEvent | null {
  const startNs = nowNs();
  let before: TrialProgress | null = null;
  return (event) => {
    if (event.type !== 'trial-progress') {
      if (event.type === 'trial-started') before = null;
      return translated(event);
    }
    const { progress } = event;
    const isSame = before !== null && before.phase === progress.phase && before.ok <= progress.ok;
    const sample = sampleOf(progress, isSame ? before : null, (nowNs() - startNs) / 1e9);
    before = progress;
    return { type: 'sample', sample };
  };
}

function translated(event: Exclude<RunEvent, { type: 'trial-progress' }>): LiveEvent | null {
  switch (event.type) {
    case 'run-started': {
      const { suite, title, runId, seed, cells, trials, trialsDone } = event;
      const isSearch = event.isSearch === true;
      return { type: 'run', suite, title, runId, seed, cells, trials, trialsDone, isSearch };
    }
    case 'target-ready':
      return { type: 'doing', text: 'the target is ready' };
    case 'trial-started': {
      const { cell, trial, index, of } = event;
      return { type: 'trial', cell, trial, index, of };
    }
    case 'trial-finished':
      return finished(event);
    case 'ceiling-started':
      return { type: 'doing', text: `${event.cell}: measuring what this generator itself could offer` };
    case 'ceiling-finished':
      return { type: 'doing', text: '' };
    case 'doing':
      return { type: 'doing', text: event.text };
    case 'warning': {
      const hint = event.hint === undefined ? '' : `; ${event.hint}`;
      return { type: 'warning', text: `${event.text}${hint} [${event.code}]` };
    }
    case 'run-finished':
      return { type: 'ended', outcome: event.outcome };
  }
}

function finished({ index, record, responseP50Ns, responseP99Ns }: TrialFinished): LiveEvent {
  const { cell, trial, durationNs, interrupted, counts } = record;
  const isAnswered = counts.ok > 0;
  return {
    type: 'trial-done',
    errors: counts.errors,
    done: {
      index,
      cell,
      trial,
      ok: counts.ok,
      failed: counts.failed,
      dropped: counts.dropped,
      ratePerSec: durationNs > 0 ? (counts.ok * 1e9) / durationNs : 0,
      p50Ns: isAnswered ? responseP50Ns : null,
      p99Ns: isAnswered ? responseP99Ns : null,
      durationNs,
      cutShort: interrupted,
    },
  };
}

function sampleOf(progress: TrialProgress, before: TrialProgress | null, sec: number): LiveSample {
  const sinceNs = Math.max(1, progress.elapsedNs - (before?.elapsedNs ?? 0));
  const perSec = (count: (of: TrialProgress) => number): number =>
    ((count(progress) - (before === null ? 0 : count(before))) * 1e9) / sinceNs;
  const { cell, trial, phase, inFlight, queued, sendLagP99Ns, ok, failed, dropped, errors } = progress;
  return {
    sec,
    cell,
    trial,
    phase,
    offeredPerSec: perSec((of) => of.offered),
    completedPerSec: progress.ratePerSec,
    failedPerSec: perSec((of) => of.failed),
    p50Ns: progress.recentP50Ns || progress.responseP50Ns || null,
    p99Ns: progress.recentP99Ns || progress.responseP99Ns || null,
    inFlight,
    queued,
    cpuCores: progress.cpuShare,
    sendLagP99Ns,
    ok,
    failed,
    dropped,
    errors,
    left: remainingText(progress),
  };
}
