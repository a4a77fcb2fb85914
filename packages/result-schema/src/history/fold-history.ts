import { describeIssues } from '../introspect/describe-issues.js';
import { parseTolerant } from '../introspect/parse-tolerant.js';
import type { RecordProblem } from '../record-log/fold-records.js';
import {
  type HistoryAcceptance,
  type HistoryCell,
  type HistoryNote,
  type HistoryRecord,
  historyAcceptanceSchema,
  historyCellSchema,
  historyNoteSchema,
} from '../schema/history.js';
import { isPlainHistoryCell } from './plain-history-cell.js';

/** What a history holds, as far as it could be read. */
export interface HistoryContent {
  /** One for each run and cell, the last one written, in order of time. */
  readonly cells: readonly HistoryCell[];
  readonly notes: readonly HistoryNote[];
  readonly acceptances: readonly HistoryAcceptance[];
  /** Lines that were skipped, or of which a part was. */
  readonly problems: readonly RecordProblem[];
}

const SCHEMAS = new Map<
  unknown,
  typeof historyCellSchema | typeof historyNoteSchema | typeof historyAcceptanceSchema
>([
  ['cell', historyCellSchema],
  ['note', historyNoteSchema],
  ['accept', historyAcceptanceSchema],
]);

const VERSION = 1;

/** Folds the lines of a history; what cannot be read is skipped and reported with its number. Never throws. O(lines). */
export function parseHistoryLines(text: string): HistoryContent {
  const fold = new HistoryFold();
  for (const [i, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries())
    fold.add({ line: i + 1, text: line });
  return fold.finish();
}

class HistoryFold {
  private readonly cells = new Map<string, HistoryCell>();
  private readonly notes: HistoryNote[] = [];
  private readonly acceptances: HistoryAcceptance[] = [];
  private readonly problems: RecordProblem[] = [];

  add(found: { line: number; text: string }): void {
    if (found.text.trim() === '') return;
    const read = readLine(found.text);
    if ('fault' in read) {
      this.report(found.line, `${read.fault}; skipped`);
      return;
    }
    if (read.ignored.length > 0) this.report(found.line, `unknown keys left out: ${read.ignored.join(', ')}`);
    this.take(read.record);
  }

  finish(): HistoryContent {
    return {
      cells: [...this.cells.values()].sort(byTime),
      notes: [...this.notes],
      acceptances: [...this.acceptances],
      problems: [...this.problems],
    };
  }

  private take(record: HistoryRecord): void {
    // A run that was resumed, or summarised again, comes again: its later figures are of all its trials.
    if (record.type === 'cell')
      this.cells.set(`${record.suite}\u0000${record.run}\u0000${record.cell}`, record);
    else if (record.type === 'note') this.notes.push(record);
    else this.acceptances.push(record);
  }

  private report(line: number, message: string): void {
    this.problems.push({ line, message });
  }
}

/** By start, then id; the cells of a run stay in the order they were written. */
function byTime(a: HistoryCell, b: HistoryCell): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? -1 : 1;
  return a.run < b.run ? -1 : a.run > b.run ? 1 : 0;
}

function readLine(text: string): { record: HistoryRecord; ignored: string[] } | { fault: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { fault: 'not JSON, as after a crash or a merge of two histories by hand' };
  }
  if (isPlainHistoryCell(json)) return { record: json, ignored: [] };
  const { type, v } =
    typeof json === 'object' && json !== null ? (json as { type?: unknown; v?: unknown }) : {};
  const schema = SCHEMAS.get(type);
  if (schema === undefined) return { fault: 'no record of a history' };
  if (v !== VERSION)
    return { fault: `version ${JSON.stringify(v)?.slice(0, 20)} of a '${type}' record is not known` };
  const parsed = parseTolerant(schema, json);
  if (parsed.ok) return { record: parsed.value, ignored: parsed.ignoredKeys };
  return { fault: `not a valid '${type}' record: ${describeIssues(parsed.issues)}` };
}
