import type { OutputStream } from '../output/streams.js';
import type { Progress } from './progress.js';
import { eventText } from './run-text.js';

/** A line per trial, for logs: nothing is ever overwritten. */
export function plainProgress(stream: OutputStream, problem: Progress['problem']): Progress {
  return {
    events: (event) => {
      const line = eventText(event);
      if (line !== null) stream.write(`${line}\n`);
    },
    note: (line) => void stream.write(`${line}\n`),
    problem,
    close: () => {},
  };
}
