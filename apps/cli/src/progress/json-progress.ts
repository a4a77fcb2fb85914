import type { RunEvent } from '@benchwright/load-driver';
import { toTerminalSafeJson } from '@benchwright/report';
import type { OutputStream } from '../output/streams.js';
import type { Progress } from './progress.js';

/**
 * One JSON object per line and event, for programs that watch: from the start of the run nothing else is written. Of a finished trial it gives the counts; histograms and
 * series are in the record log, whose place the note at the end names.
 */
export function jsonProgress(stream: OutputStream): Progress {
  return {
    events: (event) => void stream.write(toTerminalSafeJson(compact(event), 0)),
    note: (text) => void stream.write(toTerminalSafeJson({ type: 'note', text }, 0)),
    problem: (found) => void stream.write(toTerminalSafeJson({ type: 'problem', ...found }, 0)),
    close: () => {},
  };
}

function compact(event: RunEvent): unknown {
  if (event.type !== 'trial-finished') return event;
  const { cell, trial, startedAt, durationNs, interrupted, counts, bytes } = event.record;
  return { ...event, record: { cell, trial, startedAt, durationNs, interrupted, counts, bytes } };
}
