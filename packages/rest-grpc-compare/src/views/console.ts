import type { Validity } from '@benchwright/result-schema';
import { CLIENT_MEANINGS } from '../clients.js';
import type { ComparisonInput, ContenderSet } from '../comparison-input.js';
import { concludeFrom } from './conclusion.js';
import { contenderLines, contenderNotes } from './console-contenders.js';
import { protocolLines } from './console-protocol.js';
import { comparisonTable } from './console-table.js';
import { notesFor } from './facts.js';
import { utcTime } from './format.js';
import { COLUMNS, wrapped } from './printable.js';

const DOUBLE_RULE = '='.repeat(COLUMNS);
const RULE = '-'.repeat(COLUMNS);

/**
 * The original's console report. Every line fits 80 columns and nothing in it can act on a terminal. What a test with
 * rounds knows besides (its own validity first of all, intervals, the time's breakdown) stands between its lines.
 */
export function renderConsole(input: ComparisonInput): string {
  const lines = [
    ...titled('PARALLEL PERFORMANCE TEST RESULTS'),
    ...validityLines(input.validity?.overall),
    'Test Configuration:',
    ...configurationLines(input),
    '',
    ...titled('REST RESULTS'),
    ...protocolLines(input.rest),
    '',
    ...titled('gRPC RESULTS'),
    ...protocolLines(input.grpc),
    '',
    ...titled('COMPARISON & ANALYSIS'),
    ...comparisonTable(input, RULE),
    '',
    'CONCLUSION:',
    ...concludeFrom(input).flatMap(({ text, interval }) => [
      ...wrapped(text, '  - ', '    '),
      ...(interval === undefined ? [] : wrapped(interval, '    ', '      ')),
    ]),
    '',
    'NOTES:',
    ...notesFor(input).flatMap((note) => wrapped(note, '  - ', '    ')),
    ...contenderSection(input.contenders),
  ];
  return `${lines.join('\n')}\n`;
}

function contenderSection(contenders: ContenderSet | undefined): string[] {
  if (contenders === undefined) return [];
  return ['', ...titled('ALL CONTENDERS'), ...contenderLines(contenders), ...contenderNotes(contenders)];
}

export function titled(title: string): string[] {
  return [DOUBLE_RULE, title, DOUBLE_RULE];
}

function configurationLines({ metadata, facts }: ComparisonInput): string[] {
  const startedHere = facts?.embedded ? ' (started by this run)' : '';
  const lines = [
    `Requests per Protocol: ${metadata.requests_per_protocol}`,
    `User ID Range: ${metadata.user_id_range}`,
    `REST Server: ${metadata.rest_url}${startedHere}`,
    `gRPC Server: ${metadata.grpc_url}${startedHere}`,
    `Test Time: ${utcTime(metadata.timestamp)}`,
  ];
  if (facts !== undefined) {
    const connections = facts.connections === 'shared' ? 'shared connections' : 'a connection per request';
    lines.push(
      `Operation: ${facts.operation}`,
      `Client: ${facts.client} (${CLIENT_MEANINGS[facts.client]})`,
      `Concurrency: ${facts.concurrency}, ${connections}`,
      `Rounds: ${facts.rounds} of ${facts.plannedRounds}, seed ${facts.seed}`,
    );
  }
  return lines.flatMap((line) => wrapped(line, '  - ', '      '));
}

/** The verdict on the test itself comes first: whoever reads only this line must not be misled by the rest. */
export function validityLines(validity: Validity | undefined): string[] {
  if (validity === undefined) return [];
  const { verdict, reasons } = validity;
  const lines = [`Validity: ${verdict.toUpperCase()}`];
  for (const [i, { code, text, hint }] of reasons.entries()) {
    lines.push(...wrapped(`${code}: ${text}`, '  - ', '    '));
    // Both cells tend to give the same advice: once is enough.
    const isLast = !reasons.slice(i + 1).some((later) => later.code === code && later.hint === hint);
    if (isLast && hint !== '') lines.push(...wrapped(hint, '    ', '    '));
  }
  return [...lines, ''];
}
