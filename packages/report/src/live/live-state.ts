import type { LiveEvent, LiveSample, LiveTrial } from './live-event.js';
import { type LiveBucket, withSample } from './live-history.js';

/** Buckets of all cells together at most: some 0.5 MB as JSON. */
const MOST_BUCKETS = 1800;
/** However many cells there are, each keeps a line. */
const LEAST_PER_CELL = 16;
/** Cells with a history; those beyond are measured, and counted, but not drawn. */
const MOST_CELLS = 100;
const MOST_TRIALS = 200;
const MOST_WARNINGS = 20;
/** A server may answer with classes without end. */
const MOST_ERROR_CLASSES = 50;
const OTHER_ERRORS = 'other classes';

/** All that is known of a run under way. Plain data of bounded size. */
export interface LiveState {
  readonly run: Extract<LiveEvent, { type: 'run' }> | null;
  /** What is being done besides measuring, such as starting the target. */
  readonly doing: string;
  readonly trial: Extract<LiveEvent, { type: 'trial' }> | null;
  readonly sample: LiveSample | null;
  readonly history: readonly LiveCell[];
  /** The last ones; `trialsDone` counts all. */
  readonly trials: readonly LiveTrial[];
  readonly trialsDone: number;
  /** Of the trials that have ended. */
  readonly errors: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
  readonly outcome: 'completed' | 'interrupted' | 'failed' | null;
}

/** The course of one cell. */
export interface LiveCell {
  readonly cell: string;
  readonly buckets: readonly LiveBucket[];
}

export const NOTHING_YET: LiveState = {
  run: null,
  doing: 'starting',
  trial: null,
  sample: null,
  history: [],
  trials: [],
  trialsDone: 0,
  errors: {},
  warnings: [],
  outcome: null,
};

/** The state after an event. Pure; O(number of buckets). */
export function nextLiveState(state: LiveState, event: LiveEvent): LiveState {
  switch (event.type) {
    case 'run':
      return { ...NOTHING_YET, run: event, trialsDone: event.trialsDone, doing: 'starting the target' };
    case 'doing':
      return { ...state, doing: event.text };
    case 'trial':
      return { ...state, trial: event, sample: null, doing: '' };
    case 'sample':
      return { ...state, sample: event.sample, history: grown(state.history, event.sample) };
    case 'trial-done':
      return {
        ...state,
        sample: null,
        trials: [...state.trials, event.done].slice(-MOST_TRIALS),
        trialsDone: state.trialsDone + 1,
        errors: addedErrors(state.errors, event.errors),
      };
    case 'warning':
      return { ...state, warnings: [...state.warnings, event.text].slice(-MOST_WARNINGS) };
    case 'ended':
      return { ...state, outcome: event.outcome, trial: null, sample: null, doing: '' };
  }
}

/** Failures by class, of the trials that have ended and the one under way, the most frequent first. */
export function liveErrors({ errors, sample }: LiveState): [name: string, count: number][] {
  const all = addedErrors(errors, sample?.errors ?? {});
  return Object.entries(all).sort(([, a], [, b]) => b - a);
}

function grown(history: readonly LiveCell[], sample: LiveSample): readonly LiveCell[] {
  const known = history.find(({ cell }) => cell === sample.cell);
  if (known === undefined && history.length >= MOST_CELLS) return history;
  const cells = history.length + (known === undefined ? 1 : 0);
  const most = Math.max(LEAST_PER_CELL, Math.floor(MOST_BUCKETS / cells));
  if (known === undefined) return [...history, { cell: sample.cell, buckets: withSample([], sample, most) }];
  return history.map((entry) =>
    entry === known ? { cell: entry.cell, buckets: withSample(entry.buckets, sample, most) } : entry,
  );
}

function addedErrors(
  errors: Readonly<Record<string, number>>,
  more: Readonly<Record<string, number>>,
): Record<string, number> {
  const sums = new Map(Object.entries(errors));
  for (const [name, count] of Object.entries(more)) {
    if (count <= 0) continue;
    const key = sums.has(name) || sums.size < MOST_ERROR_CLASSES ? name : OTHER_ERRORS;
    sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return Object.fromEntries(sums);
}
