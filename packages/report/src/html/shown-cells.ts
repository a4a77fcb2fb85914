import type { CellResult } from '@benchwright/result-schema';
import type { ReportInput } from '../input/report-input.js';
import { terminalSafe } from '../text/terminal-safe.js';

/** A cell with what it is called and drawn as on the page. */
export interface ShownCell {
  readonly input: ReportInput;
  readonly cell: CellResult;
  /** With the run before it where there are several; nothing in it reorders or hides text. */
  readonly name: string;
  /** 1 to 8. */
  readonly color: number;
  /** Too many lines say nothing: those beyond the palette begin hidden. */
  readonly hidden: boolean;
}

/** Colours that the page has for lines. */
const PALETTE = 8;

/** All cells of all runs, each with a colour of its own as far as the palette goes. */
export function shownCells(inputs: readonly ReportInput[]): ShownCell[] {
  const several = inputs.length > 1;
  return inputs
    .flatMap((input) => input.result.cells.map((cell) => ({ input, cell })))
    .map(({ input, cell }, i) => ({
      input,
      cell,
      name: terminalSafe(several ? `${input.label}: ${cell.id}` : cell.id),
      color: (i % PALETTE) + 1,
      hidden: i >= PALETTE,
    }));
}
