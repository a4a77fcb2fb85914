import { isLoopbackAddress } from '../addresses.js';
import { CLIENT_MEANINGS } from '../clients.js';
import type { ComparisonInput, TestFacts } from '../comparison-input.js';

/** True when both servers ran on the machine that measured them. */
export function isLoopback({ metadata, facts }: Pick<ComparisonInput, 'metadata' | 'facts'>): boolean {
  if (facts?.embedded) return true;
  return isLoopbackAddress(metadata.rest_url) && isLoopbackAddress(metadata.grpc_url);
}

/** What a reader must know to make use of the figures; each note follows from a fact of this test. */
export function notesFor(input: ComparisonInput): string[] {
  const loopback = isLoopback(input);
  return [
    ...(loopback ? ['Test conducted on localhost; production results may vary'] : []),
    ...proxyNotes(input),
    ...(loopback ? ['Consider testing under network latency for realistic comparison'] : []),
    ...methodNotes(input),
  ];
}

function proxyNotes({ proxies = {} }: ComparisonInput): string[] {
  return (['REST', 'gRPC'] as const).flatMap((side) =>
    proxies[side] === undefined ? [] : [`${side} via ${proxies[side]} proxy may add overhead`],
  );
}

function methodNotes({ facts, rest, grpc, evidence }: ComparisonInput): string[] {
  const notes: string[] = [];
  if (facts !== undefined) {
    notes.push(
      clientNote(facts),
      connectionNote(facts.connections, rest.wire?.connections_opened, grpc.wire?.connections_opened),
      `${facts.rounds} rounds of both protocols, interleaved in an order drawn from seed ${facts.seed}`,
    );
    if (!facts.complete) {
      notes.push(
        `Interrupted: ${facts.rounds} of ${facts.plannedRounds} rounds; the figures are of what was measured`,
      );
    }
  }
  if (evidence !== undefined) {
    notes.push(
      'A winner is named only if the interval of gRPC - REST over the rounds excludes zero',
      'Differences: (gRPC - REST) / REST for times and sizes, + if REST is lower; (higher - lower) / lower for rates',
    );
  }
  return notes;
}

function clientNote({ client, restClient, grpcClient }: TestFacts): string {
  const names = `${restClient} for REST, ${grpcClient} for gRPC`;
  return client === 'raw'
    ? `Measured with raw transports, which show ${CLIENT_MEANINGS.raw}: ${names}`
    : `The figures include the clients: ${names}`;
}

function connectionNote(
  policy: 'shared' | 'per-request',
  rest: number | undefined,
  grpc: number | undefined,
): string {
  const opened =
    rest === undefined || grpc === undefined ? '' : `; REST opened ${rest}, gRPC ${grpc} (warm-up included)`;
  const words = policy === 'shared' ? 'kept open and reused' : 'a new one for every request';
  return `Connections on both sides: ${words}${opened}`;
}
