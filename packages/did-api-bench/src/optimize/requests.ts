import { buildRequest, type HeaderField, type RequestSource, requestTable } from '@benchwright/load-driver';
import type { Person } from '../bodies/person.js';
import { type Enrolled, verifyBody } from '../bodies/request-bodies.js';
import { DidRequestSource } from '../request/did-request-source.js';
import { makeRequests } from '../request/make-requests.js';
import type { OptimizeOperation } from './technique.js';

/** What the requests of a trial are made of. */
export interface OptimizeMaterial {
  readonly host: string;
  readonly people: readonly Person[];
  readonly enrolled: readonly Enrolled[];
  /** Before the number of each wallet of this trial: an address that was enrolled before would be refused. */
  readonly walletPrefix: string;
  /** Verifications in one request. */
  readonly batch: number;
}

/** Every server is asked alike: one that does not compress answers as if it had not been asked. */
const HEADERS: readonly HeaderField[] = [
  ['Accept-Encoding', 'gzip'],
  ['Content-Type', 'application/json'],
];

/** The requests of one operation, for so many slots. */
export function optimizeRequests(
  operation: OptimizeOperation,
  material: OptimizeMaterial,
  slots: number,
): RequestSource {
  const { host, people, enrolled, batch } = material;
  switch (operation) {
    case 'health':
      return requestTable([buildRequest({ path: '/health', host, headers: HEADERS })]);
    case 'list':
      return requestTable(
        enrolled.map(({ wallet }) =>
          buildRequest({ path: `/api/v1/wallets/${wallet}/dids`, host, headers: HEADERS }),
        ),
      );
    case 'verify': {
      const bodies = people.map((person, i) => verifyBody('biometric', person, enrolled[i]!, 0));
      const path = batch > 1 ? '/api/biometric/verify/batch' : '/api/biometric/verify';
      const all = batch > 1 ? bodies.map((_, i) => batchOf(bodies, i, batch)) : bodies;
      return requestTable(
        all.map((body) => buildRequest({ method: 'POST', path, host, headers: HEADERS, body })),
      );
    }
    case 'generate':
      return new DidRequestSource(
        makeRequests(new Map([['generate', 1]]), requestMaterial(material)),
        slots,
        {
          index: 0,
          of: 1,
        },
      );
  }
}

/** `count` bodies from one on, around the end. */
function batchOf(bodies: readonly string[], from: number, count: number): string {
  const some = Array.from({ length: count }, (_, i) => bodies[(from + i) % bodies.length]);
  return `{"requests":[${some.join(',')}]}`;
}

function requestMaterial({ host, people, enrolled, walletPrefix }: OptimizeMaterial) {
  return {
    family: 'biometric' as const,
    host,
    headers: HEADERS,
    people,
    enrolled,
    walletPrefix,
    timestampSec: 0,
    traceNonce: 0,
    traceEvery: 0,
    seed: 0,
  };
}
