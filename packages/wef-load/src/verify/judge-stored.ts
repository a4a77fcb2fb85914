import type { Distribution } from '@benchwright/result-schema';
import {
  countOfRanges,
  differenceOfRanges,
  formatRanges,
  type IdRanges,
  intersectionOfRanges,
} from '../ledger/id-ranges.js';
import {
  type Identity,
  type IdFinding,
  LISTED_RANGES,
  type StoredEvents,
  type StoredProblem,
  type StoredReport,
} from './stored-report.js';

/** A file as it was found. */
export interface FileFact {
  readonly key: string;
  readonly bytes: number;
  readonly identity: Identity;
  readonly rows: number;
  readonly ours: number;
  readonly unidentified: number;
  readonly misplaced: number;
  readonly outOfOrder: number;
}

/** A file that could not be used, and why. */
export interface UnusableFact {
  readonly key: string;
  readonly why: 'unreadable' | 'schema';
  readonly text: string;
}

/** All that was found in the bucket, before anybody has an opinion on it. */
export interface StoredFacts {
  readonly files: readonly FileFact[];
  readonly unusable: readonly UnusableFact[];
  /** Files that were there before the run, and were not opened. */
  readonly oldFiles: number;
  readonly stored: IdRanges;
  readonly duplicated: IdRanges;
  readonly suspicious: IdRanges;
  readonly late: IdRanges;
  readonly endToEndDelay: Distribution | null;
  readonly arrivalDelay: Distribution | null;
  readonly waitedMs: number;
  readonly looks: number;
  /** The last listing or download that failed, when none has succeeded since. */
  readonly storeFailure: string | null;
}

/** What there should be. */
export interface StoredExpectation {
  readonly bucket: string;
  readonly prefix: string;
  readonly runTag: string;
  readonly acknowledged: IdRanges;
  readonly offered: IdRanges;
  readonly maxFileBytes: number | null;
}

/** Compares what was found with what was acknowledged. O(ranges). */
export function judgeStored(facts: StoredFacts, expectation: StoredExpectation): StoredReport {
  const ofRun = facts.files.filter(({ ours }) => ours > 0);
  const events = eventsOf(facts, ofRun, expectation);
  const identity = identityOf(ofRun);
  const { bucket, prefix, runTag } = expectation;
  return {
    bucket,
    prefix,
    runTag,
    complete: identity !== 'none' && events.missing.count === 0,
    waitedMs: facts.waitedMs,
    looks: facts.looks,
    identity,
    files: {
      count: ofRun.length,
      bytes: sumOf(ofRun, ({ bytes }) => bytes),
      largestBytes: ofRun.reduce((most, { bytes }) => Math.max(most, bytes), 0),
      samples: ofRun.slice(0, 3).map(({ key }) => key),
    },
    events,
    stale: {
      files: facts.oldFiles + facts.files.length - ofRun.length,
      rows: sumOf(facts.files, ({ rows, ours }) => (ours > 0 ? 0 : rows)),
    },
    endToEndDelay: facts.endToEndDelay,
    arrivalDelay: facts.arrivalDelay,
    problems: problemsOf(facts, { ofRun, events, identity, expectation }),
  };
}

function eventsOf(
  { stored, duplicated, suspicious, late }: StoredFacts,
  ofRun: readonly FileFact[],
  { acknowledged, offered }: StoredExpectation,
): StoredEvents {
  const unidentified = sumOf(ofRun, (file) => file.unidentified);
  return {
    rows: sumOf(ofRun, ({ ours }) => ours),
    distinct: countOfRanges(stored),
    firstId: stored[0]?.[0] ?? null,
    lastId: stored.at(-1)?.[1] ?? null,
    acknowledged: countOfRanges(acknowledged),
    offered: countOfRanges(offered),
    missing: findingOf(differenceOfRanges(acknowledged, stored)),
    duplicated: findingOf(duplicated),
    foreign: findingOf(differenceOfRanges(stored, offered)),
    corrupt: findingOf(suspicious),
    late: findingOf(late),
    unacknowledged: countOfRanges(differenceOfRanges(intersectionOfRanges(stored, offered), acknowledged)),
    outOfOrder: sumOf(ofRun, (file) => file.outOfOrder),
    unidentified,
    ofOthers: sumOf(ofRun, ({ rows, ours }) => rows - ours),
  };
}

function findingOf(ranges: IdRanges): IdFinding {
  return { count: countOfRanges(ranges), ranges: ranges.slice(0, LISTED_RANGES) };
}

/** The weakest of the files: one without ids leaves the whole unproved. */
function identityOf(files: readonly FileFact[]): Identity {
  if (files.some(({ identity }) => identity === 'none')) return 'none';
  return files.some(({ identity }) => identity === 'event_data') ? 'event_data' : 'record_id';
}

interface Judged {
  readonly ofRun: readonly FileFact[];
  readonly events: StoredEvents;
  readonly identity: Identity;
  readonly expectation: StoredExpectation;
}

function problemsOf(facts: StoredFacts, judged: Judged): StoredProblem[] {
  return [...storeProblems(facts, judged), ...eventProblems(judged), ...fileProblems(facts, judged)];
}

function storeProblems({ storeFailure }: StoredFacts, { events, expectation }: Judged): StoredProblem[] {
  const problems: StoredProblem[] = [];
  if (storeFailure !== null) problems.push({ code: 'STORE_UNREADABLE', text: storeFailure });
  if (events.rows === 0 && events.acknowledged > 0) {
    const { bucket, prefix, runTag } = expectation;
    const place = prefix === '' ? bucket : `${bucket}/${prefix}`;
    const text = `no row of this run (${runTag}) is in any Parquet file of ${place}, though ${count(events.acknowledged)} events were acknowledged`;
    problems.push({ code: 'NOTHING_STORED', text });
  }
  return problems;
}

function eventProblems({ events, identity }: Judged): StoredProblem[] {
  if (events.rows === 0) return [];
  if (identity === 'none') {
    const text = `the files have no column record_id, nor an EventRecordID in event_data: ${count(events.rows)} rows for ${count(events.acknowledged)} acknowledged events, but which of them cannot be proved`;
    return [{ code: 'EVENTS_UNIDENTIFIED', text }];
  }
  const problems: StoredProblem[] = [
    ...found('EVENTS_MISSING', events.missing, 'acknowledged but not stored'),
    ...found('EVENTS_DUPLICATED', events.duplicated, 'stored more than once'),
    ...found('EVENTS_FOREIGN', events.foreign, 'stored under this run’s tag but never offered'),
    ...found('EVENTS_CORRUPT', events.corrupt, 'stored with another content, time or event id than was sent'),
    ...found('EVENTS_LATE', events.late, 'received apart from their batch, or visible later than the limit'),
  ];
  if (events.unidentified > 0) {
    const text = `${rowsText(events.unidentified)} of this run without a record id`;
    problems.push({ code: 'EVENTS_UNIDENTIFIED', text });
  }
  return problems;
}

function found(code: StoredProblem['code'], { count: n, ranges }: IdFinding, what: string): StoredProblem[] {
  if (n === 0) return [];
  const listed = countOfRanges(ranges);
  const more = listed < n ? ` and ${count(n - listed)} more` : '';
  const text = `${n === 1 ? '1 event' : `${count(n)} events`} ${what}: ${formatRanges(ranges, LISTED_RANGES)}${more}`;
  return [{ code, text }];
}

function fileProblems({ unusable }: StoredFacts, { ofRun, expectation }: Judged): StoredProblem[] {
  const { maxFileBytes } = expectation;
  const problems: StoredProblem[] = unusable.map(({ key, why, text }) =>
    why === 'schema'
      ? { code: 'FILE_SCHEMA', text: `${key} has another schema: ${text}` }
      : { code: 'FILE_UNREADABLE', text: `${key} cannot be read as Parquet: ${text}` },
  );
  for (const { key, bytes, misplaced } of ofRun) {
    if (maxFileBytes !== null && bytes > maxFileBytes) {
      const text = `${key} has ${count(bytes)} bytes, more than the limit of ${count(maxFileBytes)}`;
      problems.push({ code: 'FILE_TOO_LARGE', text });
    }
    if (misplaced > 0) {
      const text = `${key} holds ${rowsText(misplaced)} of another event type or day than its path says`;
      problems.push({ code: 'FILE_MISPLACED', text });
    }
  }
  return problems;
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

function rowsText(n: number): string {
  return n === 1 ? '1 row' : `${count(n)} rows`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}
