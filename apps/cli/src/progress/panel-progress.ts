import type { Clock, RunEvent } from '@benchwright/load-driver';
import { displayWidth, NOTHING_YET, nextLiveState } from '@benchwright/report';
import { liveTranslator } from '../live/live-events.js';
import { columnsOf, type OutputStream } from '../output/streams.js';
import { PANEL_COLUMNS, PANEL_ROWS, panelLine, panelLines } from './panel-lines.js';
import type { Progress } from './progress.js';
import { eventText } from './run-text.js';
import { SHOW_CURSOR } from './tty-progress.js';

const HIDE_CURSOR = '\u001b[?25l';
/** As in the live line: fast enough to look live, slow enough to cost the generator nothing that shows. */
const REDRAW_NS = 100e6;

/** Whether a terminal has room for the panel, and for some lines above it. */
export function hasRoomForPanel(stream: OutputStream): boolean {
  return columnsOf(stream) >= PANEL_COLUMNS && (stream.rows ?? 0) >= PANEL_ROWS;
}

/**
 * A panel at the foot of the terminal that is rewritten in place, with a lasting line above it for each trial that has ended. It
 * shrinks to a line while the terminal is too small for it.
 */
export function panelProgress(
  stream: OutputStream,
  clock: Clock,
  writeProblem: Progress['problem'],
): Progress {
  const translate = liveTranslator(() => clock.nowNs());
  let state = NOTHING_YET;
  let drawnNs = Number.NEGATIVE_INFINITY;
  let drawn: readonly string[] = [];
  let isCursorHidden = false;

  const linesNow = (): string[] => {
    // The last column stays free: a terminal that wraps there would make two lines of one.
    const columns = columnsOf(stream) - 1;
    return hasRoomForPanel(stream) ? panelLines(state, columns) : [panelLine(state, columns)];
  };
  const draw = (lasting: string): void => {
    const lines = linesNow();
    const hide = isCursorHidden ? '' : HIDE_CURSOR;
    stream.write(`${hide}${eraser(drawn, columnsOf(stream))}${lasting}${lines.join('\n')}`);
    isCursorHidden = true;
    drawn = lines;
    drawnNs = clock.nowNs();
  };
  const erase = (): void => {
    if (drawn.length > 0) stream.write(eraser(drawn, columnsOf(stream)));
    drawn = [];
  };
  const close = (): void => {
    erase();
    if (isCursorHidden) stream.write(SHOW_CURSOR);
    isCursorHidden = false;
  };
  const note = (line: string): void => {
    erase();
    stream.write(`${line}\n`);
  };
  const events = (event: RunEvent): void => {
    const told = translate(event);
    if (told !== null) state = nextLiveState(state, told);
    const line = eventText(event);
    if (event.type === 'run-finished') close();
    else if (line !== null) draw(`${line}\n`);
    else if (clock.nowNs() - drawnNs >= REDRAW_NS) draw('');
  };
  const problem: Progress['problem'] = (found) => {
    erase();
    writeProblem(found);
  };
  return { events, note, problem, close };
}

/** Goes back to where the lines began and clears what follows; a terminal that became narrower has wrapped them since. */
function eraser(lines: readonly string[], columns: number): string {
  if (lines.length === 0) return '';
  const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / columns)), 0);
  return `\r${rows > 1 ? `\u001b[${rows - 1}A` : ''}\u001b[J`;
}
