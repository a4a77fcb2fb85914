import { weightedOrder } from '@benchwright/endpoint-load';
import type { HeaderField } from '@benchwright/load-driver';
import type { Person } from '../bodies/person.js';
import { type Enrolled, enrolBody, generateBody, verifyBody } from '../bodies/request-bodies.js';
import { WALLET_MARK } from '../bodies/wallets.js';
import { type Family, pathOf, type RequestOperation } from '../operations.js';
import type { JourneyRequests, VerificationParts } from '../transport/did-options.js';
import type { DidRequests, OperationRequests } from './did-request-source.js';
import { type PreparedRequest, prepareRequest } from './prepared-request.js';

/** What requests are made of. */
export interface RequestMaterial {
  readonly family: Family;
  /** The Host field. */
  readonly host: string;
  readonly headers: readonly HeaderField[];
  readonly people: readonly Person[];
  /** In the order of `people`; empty where nobody is verified. */
  readonly enrolled: readonly Enrolled[];
  /** Before the number of each wallet. */
  readonly walletPrefix: string;
  readonly timestampSec: number;
  readonly traceNonce: number;
  readonly traceEvery: number;
  /** Of the order of a mix. */
  readonly seed: number;
}

/** The requests of some operations, each as often as its weight says. Pure. */
export function makeRequests(
  weights: ReadonlyMap<RequestOperation, number>,
  material: RequestMaterial,
): DidRequests {
  const operations = [...weights.keys()].map((operation): OperationRequests => {
    const table = (traceNonce: number | null): PreparedRequest[] =>
      bodiesOf(operation, material).map((body) => prepared(operation, body, material, traceNonce));
    return {
      operation,
      plain: table(null),
      traced: material.traceEvery > 0 ? table(material.traceNonce) : [],
    };
  });
  const order =
    operations.length === 1 ? Uint32Array.of(0) : weightedOrder([...weights.values()], material.seed);
  return { operations, order, traceEvery: material.traceEvery };
}

function prepared(
  operation: RequestOperation,
  body: string | null,
  { family, host, headers }: RequestMaterial,
  traceNonce: number | null,
): PreparedRequest {
  const method = body === null ? 'GET' : 'POST';
  return prepareRequest({ method, path: pathOf(family, operation), host, headers, body, traceNonce });
}

function bodiesOf(operation: RequestOperation, material: RequestMaterial): (string | null)[] {
  const { family, people, enrolled, walletPrefix, timestampSec } = material;
  const wallet = walletPrefix + WALLET_MARK;
  switch (operation) {
    case 'health':
      return [null];
    case 'verify':
      return people.map((person, i) => verifyBody(family, person, enrolled[i]!, timestampSec));
    case 'enroll':
      return people.map((person) => enrolBody(family, person, wallet, timestampSec));
    case 'generate':
      return people.map((person) => generateBody(person, wallet, 'inline'));
  }
}

/** The requests of journeys: enrolments, and what the verifications after them are made of. Pure. */
export function makeJourneys(material: RequestMaterial): JourneyRequests {
  const { family } = material;
  const enrolment: RequestOperation = family === 'guide' ? 'enroll' : 'generate';
  return {
    enrolments: makeRequests(new Map([[enrolment, 1]]), material),
    verifications: material.people.map((person) => verificationOf(person, material)),
  };
}

const UNKNOWN = '0'.repeat(WALLET_MARK.length);

/** The head with its length cut off, and the body up to what the enrolment answers. */
function verificationOf(person: Person, material: RequestMaterial): VerificationParts {
  const { family, walletPrefix, timestampSec } = material;
  const enrolled = { wallet: walletPrefix + WALLET_MARK, helpersJson: '', idHash: '' };
  const whole = verifyBody(family, person, enrolled, timestampSec);
  const body = family === 'guide' ? whole : whole.slice(0, whole.indexOf(',"expected_id_hash"'));
  const { bytes } = prepared('verify', UNKNOWN, material, null);
  const request = Buffer.from(bytes);
  const length = request.lastIndexOf('Content-Length: ') + 'Content-Length: '.length;
  return { head: request.subarray(0, length), body: Buffer.from(body, 'utf8') };
}
