import { alignColumns, figureText, sizeText } from '../views/columns.js';
import { HARNESS_NOTES, type HarnessNote } from './harness-notes.js';
import type { HarnessRow } from './harness-row.js';

const BYTES_PER_MB = 1e6;

/**
 * Result files of several harnesses as one table: by test, then size, then concurrency; each row with its machine, because none
 * of them was measured on the same one. Pure.
 */
export function renderCrossLanguage(rows: readonly HarnessRow[]): string {
  const notes = [...new Set(rows.flatMap((row) => row.notes))];
  const tests = [...new Set(rows.map(({ test }) => test))];
  const sections = tests.map((test) =>
    testSection(
      test,
      rows.filter((row) => row.test === test),
      notes,
    ),
  );
  const explained = notes.map((code, i) => `  [${i + 1}] ${HARNESS_NOTES[code as HarnessNote]}`);
  const caveat =
    'Machines differ between rows, and so do runtimes, items and dates: factors of two say little, of ten a lot.';
  return `${[...sections, [caveat, ...explained].join('\n')].join('\n\n')}\n`;
}

function testSection(test: string, rows: readonly HarnessRow[], notes: readonly string[]): string {
  const sorted = [...rows].sort(
    (a, b) =>
      a.dataSize - b.dataSize ||
      a.concurrency - b.concurrency ||
      compare(a.language, b.language) ||
      compare(a.source, b.source),
  );
  const columns = test === 'memory' ? MEMORY_COLUMNS : TIME_COLUMNS;
  const table = [
    [
      'size',
      ...(test === 'concurrency' ? ['at once'] : []),
      'language',
      'machine',
      'date',
      ...columns.map(([name]) => name),
      'notes',
    ],
    ...sorted.map((row) => [
      sizeText(row.dataSize),
      ...(test === 'concurrency' ? [String(row.concurrency)] : []),
      [row.language, row.runtime, row.variant].filter(Boolean).join(' '),
      row.machine,
      row.measuredAt,
      ...columns.map(([, of]) => of(row)),
      row.notes.map((code) => `[${notes.indexOf(code) + 1}]`).join(''),
    ]),
  ];
  return [
    test === 'memory' ? test : `${test} (times in ms)`,
    ...alignColumns(table, test === 'concurrency' ? 5 : 4).map((line) => `  ${line}`),
  ].join('\n');
}

type Column = readonly [name: string, of: (row: HarnessRow) => string];

const TIME_COLUMNS: readonly Column[] = [
  ['encrypt', ({ encryptMs }) => figureText(encryptMs)],
  ['decrypt', ({ decryptMs }) => figureText(decryptMs)],
  ['end to end', ({ endToEndMs }) => figureText(endToEndMs)],
  ['p50', ({ p50Ms }) => figureText(p50Ms)],
  ['p95', ({ p95Ms }) => figureText(p95Ms)],
  ['p99', ({ p99Ms }) => figureText(p99Ms)],
  ['ops/s', ({ opsPerSec }) => figureText(opsPerSec)],
  ['MB/s', ({ bytesPerSec }) => figureText(bytesPerSec === null ? null : bytesPerSec / BYTES_PER_MB)],
];

const MEMORY_COLUMNS: readonly Column[] = [
  ['peak MiB', ({ peakMemoryMib }) => figureText(peakMemoryMib)],
  [
    '× item',
    ({ peakMemoryMib, dataSize }) =>
      figureText(peakMemoryMib === null ? null : (peakMemoryMib * 1024 ** 2) / dataSize),
  ],
];

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
