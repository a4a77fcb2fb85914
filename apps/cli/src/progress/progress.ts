import type { RunEvents } from '@benchwright/load-driver';
import type { CliContext } from '../cli-context.js';
import { type Problem, writeProblem } from '../output/problem.js';
import { runsInCi } from '../output/streams.js';
import { jsonProgress } from './json-progress.js';
import { hasRoomForPanel, panelProgress } from './panel-progress.js';
import { plainProgress } from './plain-progress.js';
import { ttyProgress } from './tty-progress.js';

export const PROGRESS_MODES = ['auto', 'panel', 'tty', 'plain', 'json', 'none'] as const;

export type ProgressMode = (typeof PROGRESS_MODES)[number];

/** Shows what happens while a run goes on, on stderr. Subscribes to the run's events and knows nothing else of it. */
export interface Progress {
  readonly events: RunEvents;
  /** Something worth knowing that is no event of the run, such as where the records are. */
  note(line: string): void;
  /** Something to act on. Shown in every mode, even by `none`. */
  problem(problem: Problem): void;
  /** Leaves the terminal as it was found. May be called twice. */
  close(): void;
}

/** The renderer for a mode; `auto` draws only where somebody watches a terminal: a panel where there is room, else a live line. */
export function createProgress(mode: ProgressMode, context: CliContext): Progress {
  const { stderr } = context.streams;
  const problem = (found: Problem): void => writeProblem(context, found);
  switch (mode === 'auto' ? automatic(context) : mode) {
    case 'panel':
      return panelProgress(stderr, context.clock, problem);
    case 'tty':
      return ttyProgress(stderr, context.clock, problem);
    case 'plain':
      return plainProgress(stderr, problem);
    case 'json':
      return jsonProgress(stderr);
    case 'none':
      return { events: () => {}, note: () => {}, problem, close: () => {} };
  }
}

function automatic({ env, streams }: CliContext): 'panel' | 'tty' | 'plain' {
  const isWatched = streams.stderr.isTTY === true && !runsInCi(env) && env.TERM !== 'dumb';
  if (!isWatched) return 'plain';
  return hasRoomForPanel(streams.stderr) ? 'panel' : 'tty';
}
