import type { Clock, RunEvent } from '@benchwright/load-driver';
import { fitColumns } from '@benchwright/report';
import { columnsOf, type OutputStream } from '../output/streams.js';
import type { Progress } from './progress.js';
import { eventText } from './run-text.js';
import { liveText, type Step, stepText, trialName } from './trial-text.js';

const HIDE_CURSOR = '\u001b[?25l';
export const SHOW_CURSOR = '\u001b[?25h';
const CLEAR_LINE = '\r\u001b[K';

/** Fast enough to look live, slow enough that drawing costs the generator nothing that shows. */
const REDRAW_NS = 100e6;

/** A live line for the trial under way, and a lasting one for each that has ended. */
export function ttyProgress(stream: OutputStream, clock: Clock, writeProblem: Progress['problem']): Progress {
  let step: Step = { index: 0, of: 0, isProbe: false };
  let drawnNs = Number.NEGATIVE_INFINITY;
  let live = false;

  const erase = (): void => {
    if (live) stream.write(CLEAR_LINE);
  };
  const draw = (line: string): void => {
    stream.write(`${live ? '' : HIDE_CURSOR}${CLEAR_LINE}${fitColumns(line, columnsOf(stream) - 1)}`);
    live = true;
  };
  const close = (): void => {
    erase();
    if (live) stream.write(SHOW_CURSOR);
    live = false;
  };
  const note = (line: string): void => {
    erase();
    stream.write(`${line}\n`);
  };
  const events = (event: RunEvent): void => {
    if (event.type === 'trial-started') {
      step = { index: event.index, of: event.of, isProbe: event.isProbe === true };
      drawnNs = Number.NEGATIVE_INFINITY;
      draw(`${stepText(step)} ${trialName(event.cell, event.trial)}`);
      return;
    }
    if (event.type === 'trial-progress') {
      const nowNs = clock.nowNs();
      if (nowNs - drawnNs < REDRAW_NS) return;
      drawnNs = nowNs;
      draw(liveText(event.progress, step));
      return;
    }
    const line = eventText(event);
    if (line !== null) note(line);
    if (event.type === 'run-finished') close();
  };
  const problem: Progress['problem'] = (found) => {
    erase();
    writeProblem(found);
  };
  return { events, note, problem, close };
}
