import { describeIssues } from '../introspect/describe-issues.js';
import { parseTolerant } from '../introspect/parse-tolerant.js';
import type { Calibration, CeilingRecord } from '../schema/calibration.js';
import type { ResumeRecord, RunEnd, RunHeader, RunRecord, TrialRecord } from '../schema/record.js';
import { recordSchema } from '../schema/record.js';

/** A line that was skipped, or of which a part was; lines count from 1. */
export interface RecordProblem {
  line: number;
  message: string;
}

/** What a record log holds, as far as it could be read. */
export interface RecordLogContent {
  header: RunHeader | null;
  /** One record for each cell and trial, in the order they were written; whole ones wherever there is one. */
  trials: TrialRecord[];
  /** One for each cell that has any: the last. */
  ceilings: CeilingRecord[];
  /** The last one; null when the machine was not calibrated. */
  calibration: Calibration | null;
  resumes: ResumeRecord[];
  /** Null when the run, or its last continuation, was killed or is still going on. */
  end: RunEnd | null;
  problems: RecordProblem[];
}

/** A line as it was found; a `fault` stands in place of a text that could not be had. */
export type LogLine = { line: number; text: string } | { line: number; fault: string };

const VERSION = 1;
const TYPES: ReadonlySet<unknown> = new Set(['run', 'trial', 'ceiling', 'calibration', 'resume', 'end']);

/** Reads the lines of a record log; what cannot be read is skipped and reported with its number. Never throws. */
export function parseRecordLines(lines: string | Iterable<string>): RecordLogContent {
  const fold = new RecordFold();
  const texts = typeof lines === 'string' ? lines.replace(/^\uFEFF/, '').split('\n') : lines;
  let line = 0;
  for (const text of texts) {
    line += 1;
    fold.add({ line, text });
  }
  return fold.finish();
}

/** The fold behind {@link parseRecordLines}, for lines that come one by one. */
export class RecordFold {
  private header: RunHeader | null = null;
  private readonly trials = new Map<string, { record: TrialRecord; line: number }>();
  private readonly ceilings = new Map<string, CeilingRecord>();
  private calibration: Calibration | null = null;
  private readonly resumes: ResumeRecord[] = [];
  private end: RunEnd | null = null;
  private readonly problems: RecordProblem[] = [];

  add(found: LogLine): void {
    if ('fault' in found) {
      this.report(found.line, `${found.fault}; skipped`);
      return;
    }
    if (found.text.trim() === '') return;
    const read = readRecord(found.text);
    if ('fault' in read) this.report(found.line, `${read.fault}; skipped`);
    else {
      if (read.ignored.length > 0)
        this.report(found.line, `unknown keys left out: ${read.ignored.join(', ')}`);
      this.take(read.record, found.line);
    }
  }

  finish(): RecordLogContent {
    if (this.header === null)
      this.report(1, 'there is no run header: neither config nor plan of the run is known');
    const trials = [...this.trials.values()].sort((a, b) => a.line - b.line).map(({ record }) => record);
    const problems = [...this.problems].sort((a, b) => a.line - b.line);
    return {
      header: this.header,
      trials,
      ceilings: [...this.ceilings.values()],
      calibration: this.calibration,
      resumes: [...this.resumes],
      end: this.end,
      problems,
    };
  }

  private take(record: RunRecord, line: number): void {
    switch (record.type) {
      case 'run':
        if (this.header === null) this.header = record;
        else this.report(line, `a second run header (${record.id}); skipped`);
        break;
      case 'trial':
        this.takeTrial(record, line);
        break;
      case 'ceiling':
        this.ceilings.set(record.cell, record);
        break;
      case 'calibration':
        this.calibration = record.calibration;
        break;
      case 'resume':
        this.resumes.push(record);
        this.end = null;
        break;
      case 'end':
        this.end = record;
        break;
    }
  }

  private takeTrial(record: TrialRecord, line: number): void {
    const key = JSON.stringify([record.cell, record.trial]);
    const earlier = this.trials.get(key);
    if (earlier === undefined || earlier.record.interrupted) {
      // A continued run measures an interrupted trial again; of two interrupted ones the later is as good.
      this.trials.set(key, { record, line });
      return;
    }
    const what = `trial ${record.trial} of cell ${record.cell}`;
    this.report(line, `${what} is already whole in line ${earlier.line}; this one is left out`);
  }

  private report(line: number, message: string): void {
    this.problems.push({ line, message });
  }
}

function readRecord(text: string): { record: RunRecord; ignored: string[] } | { fault: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { fault: notJson(text, error) };
  }
  const head = typeof json === 'object' && json !== null ? (json as { type?: unknown; v?: unknown }) : {};
  if (!TYPES.has(head.type))
    return { fault: `unknown type of record: ${shorten(JSON.stringify(head.type))}` };
  if (head.v !== VERSION) {
    const newer = typeof head.v === 'number' && head.v > VERSION;
    const hint = newer ? '; a newer Benchwright wrote it' : '';
    return {
      fault: `version ${shorten(JSON.stringify(head.v))} of '${head.type}' records is not known${hint}`,
    };
  }
  const parsed = parseTolerant(recordSchema, json);
  if (parsed.ok) return { record: parsed.value, ignored: parsed.ignoredKeys };
  return { fault: `not a valid '${head.type}' record: ${describeIssues(parsed.issues)}` };
}

function notJson(text: string, error: unknown): string {
  const line = text.trim();
  if (line.startsWith('{') && !line.endsWith('}')) return 'cut short, as by a crash or a full disk';
  return `not JSON (${error instanceof Error ? error.message : String(error)})`;
}

function shorten(text: string | undefined): string {
  const shown = text ?? 'none';
  return shown.length > 40 ? `${shown.slice(0, 40)}…` : shown;
}
