import { randomBytes, randomInt } from 'node:crypto';
import { AccessHeaders } from '../access/access-headers.js';
import { checkedCall, enrolPeople } from '../access/enrol-people.js';
import { makePerson, type Person } from '../bodies/person.js';
import { type Enrolled, enrolBody, generateBody, verifyBody } from '../bodies/request-bodies.js';
import { walletAddress, walletPrefix } from '../bodies/wallets.js';
import type { DidSettings } from '../config.js';
import { importRequests } from '../import/import-requests.js';
import { type CellOperation, pathOf, REQUEST_OPERATIONS, type RequestOperation } from '../operations.js';
import { readNamed } from '../read-named.js';
import { makeJourneys, makeRequests, type RequestMaterial } from '../request/make-requests.js';
import type { TrialRequests } from '../transport/did-options.js';
import type { OpenApi } from './open-api.js';

/** Trace ids of one trial differ from those of any other by this; 48 bits stay whole in a record. */
const NONCES = 2 ** 48 - 1;

/** The requests of one trial, and what its traces have in common. */
export interface ReadyTrial {
  readonly requests: TrialRequests;
  readonly traceNonce: number;
}

/** Makes the requests of trials on one API: the people whom they are about are enrolled once, wallets and tokens are new for each trial. */
export class ApiRequests {
  readonly #api: OpenApi;
  readonly #settings: DidSettings;
  readonly #seed: number;
  readonly #access: AccessHeaders;
  readonly #people: readonly Person[];
  #enrolled: readonly Enrolled[] = [];

  constructor(api: OpenApi, settings: DidSettings, seed: number) {
    this.#api = api;
    this.#settings = settings;
    this.#seed = seed;
    this.#access = new AccessHeaders(settings, api.address);
    this.#people = Array.from({ length: settings.people }, (_, i) => makePerson(settings.bodySeed, i));
  }

  /**
   * Makes one request of each operation, and holds its answer in full against what it must be; enrols those who will be verified.
   *
   * @throws TargetUnreachableError; DidAnswerError and DidAccessError for an API that cannot be measured
   */
  async prepare(cells: readonly CellOperation[]): Promise<void> {
    const needed = neededOperations(cells, this.#settings.mix);
    if (needed.has('verify')) await this.#enrolEverybody();
    for (const operation of needed) await this.#tryOnce(operation);
  }

  /** What a trial of a cell sends. */
  async trialOf(cell: CellOperation): Promise<ReadyTrial> {
    const material = await this.#material();
    const { traceNonce } = material;
    if (cell === 'requests') return { requests: await this.#ofFile(material), traceNonce };
    if (cell === 'journey') {
      return { requests: { kind: 'journey', journey: makeJourneys(material) }, traceNonce };
    }
    const weights = cell === 'mix' ? mixWeights(this.#settings.mix) : new Map([[cell, 1]]);
    return { requests: { kind: 'operations', requests: makeRequests(weights, material) }, traceNonce };
  }

  async #ofFile({ headers }: RequestMaterial): Promise<TrialRequests> {
    const file = this.#settings.requestsFile ?? '';
    const { origin, authority: host } = this.#api;
    const text = await readNamed(file);
    const context = { origin, host, headers, path: this.#settings.requestsPath, seed: this.#seed };
    return { kind: 'file', requests: importRequests(file, text, context) };
  }

  async #enrolEverybody(): Promise<void> {
    const { headers, family, people, walletPrefix: prefix, timestampSec } = await this.#material();
    const { address } = this.#api;
    this.#enrolled = await enrolPeople({
      address,
      family,
      headers,
      people,
      walletPrefix: prefix,
      timestampSec,
    });
  }

  async #tryOnce(operation: RequestOperation): Promise<void> {
    const { headers, family, timestampSec, walletPrefix: prefix } = await this.#material();
    const [person] = this.#people;
    const wallet = walletAddress(prefix, 0);
    const bodies: Readonly<Record<RequestOperation, () => string | null>> = {
      health: () => null,
      verify: () => verifyBody(family, person!, this.#enrolled[0]!, timestampSec),
      enroll: () => enrolBody(family, person!, wallet, timestampSec),
      generate: () => generateBody(person!, wallet, 'inline'),
    };
    const body = bodies[operation]();
    const method = body === null ? 'GET' : 'POST';
    const call = { method, path: pathOf(family, operation), headers, body } as const;
    await checkedCall(this.#api.address, family, operation, call);
  }

  async #material(): Promise<RequestMaterial> {
    const { family, network, traceEvery } = this.#settings;
    return {
      family,
      host: this.#api.authority,
      headers: await this.#access.fields(),
      people: this.#people,
      enrolled: this.#enrolled,
      walletPrefix: walletPrefix(network, randomBytes(8)),
      timestampSec: Math.floor(Date.now() / 1000),
      traceNonce: randomInt(1, NONCES),
      traceEvery,
      seed: this.#seed,
    };
  }
}

/** The single requests that cells are made of, in a fixed order. A journey needs what a verification needs. */
function neededOperations(cells: readonly CellOperation[], mix: DidSettings['mix']): Set<RequestOperation> {
  const needed = cells.flatMap((cell): RequestOperation[] => {
    if (cell === 'requests') return [];
    if (cell === 'journey') return ['enroll', 'verify'];
    return cell === 'mix' ? [...mixWeights(mix).keys()] : [cell];
  });
  return new Set(REQUEST_OPERATIONS.filter((operation) => needed.includes(operation)));
}

function mixWeights(mix: DidSettings['mix']): Map<RequestOperation, number> {
  const given = REQUEST_OPERATIONS.map((operation) => [operation, mix?.[operation] ?? 0] as const);
  return new Map(given.filter(([, weight]) => weight > 0));
}
