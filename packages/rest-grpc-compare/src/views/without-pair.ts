import type { RunResult } from '@benchwright/result-schema';
import { addressesOf } from '../addresses.js';
import { CLIENT_MEANINGS } from '../clients.js';
import type { RestGrpcConfig } from '../config.js';
import { PROTOCOL_LABELS } from '../protocols.js';
import { titled, validityLines } from './console.js';
import { contenderLines, contenderNotes } from './console-contenders.js';
import { protocolLines } from './console-protocol.js';
import { contendersIn } from './contender-figures.js';
import { renderCsvColumns } from './csv.js';
import { utcTime } from './format.js';
import { configOf, NotAComparisonError } from './input-of.js';
import { contenderKeys } from './json-contenders.js';
import { wrapped } from './printable.js';

// What the original's outputs become when a run does not compare REST with gRPC: the same figures under the same names,
// for what was compared.

/** @throws NotAComparisonError when the result is of another suite */
export function renderConsoleWithoutPair(result: RunResult): string {
  const contenders = setOf(result);
  const lines = [
    ...titled('PARALLEL PERFORMANCE TEST RESULTS'),
    ...validityLines(result.validity),
    'Test Configuration:',
    ...configurationLines(result, configOf(result)),
    ...contenders.figures.flatMap(({ protocol, client, library, result: figures }) => [
      '',
      ...titled(`${PROTOCOL_LABELS[protocol]} RESULTS (${client}: ${library})`),
      ...protocolLines(figures),
    ]),
    '',
    ...titled('ALL CONTENDERS'),
    ...contenderLines(contenders),
    ...contenderNotes(contenders),
  ];
  return `${lines.join('\n')}\n`;
}

/** @throws NotAComparisonError when the result is of another suite */
export function renderJsonWithoutPair(result: RunResult): string {
  const { requests, userIdRange, operation, concurrency, connections } = configOf(result);
  const document = {
    test_metadata: {
      timestamp: result.run.startedAt,
      requests_per_protocol: requests,
      user_id_range: userIdRange,
      operation,
      concurrency,
      connections,
      seed: result.run.seed,
      complete: result.run.outcome === 'completed',
    },
    ...contenderKeys(setOf(result)),
    validity: { overall: result.validity },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @throws NotAComparisonError when the result is of another suite */
export function renderCsvWithoutPair(result: RunResult): string {
  const { figures } = setOf(result);
  return renderCsvColumns(
    figures.map(({ protocol, client, result: of }) => ({
      name: `${PROTOCOL_LABELS[protocol]} (${client})`,
      result: of,
    })),
  );
}

function setOf(result: RunResult): ReturnType<typeof contendersIn> {
  const contenders = contendersIn(result);
  if (contenders.figures.length === 0) throw new NotAComparisonError(result);
  return contenders;
}

function configurationLines(result: RunResult, config: RestGrpcConfig): string[] {
  const addresses = addressesOf(config);
  const servers =
    addresses === null
      ? ['Servers: started by this run']
      : Object.entries(addresses).map(([protocol, address]) => `${protocol} server: ${address}`);
  const connections = config.connections === 'shared' ? 'shared connections' : 'a connection per request';
  return [
    `Requests per Protocol: ${config.requests}`,
    `User ID Range: ${config.userIdRange}`,
    ...servers,
    `Test Time: ${utcTime(result.run.startedAt)}`,
    `Operation: ${config.operation}`,
    ...config.clients.map((client) => `Client: ${client} (${CLIENT_MEANINGS[client]})`),
    `Concurrency: ${config.concurrency}, ${connections}`,
    `Seed: ${result.run.seed}`,
  ].flatMap((line) => wrapped(line, '  - ', '      '));
}
