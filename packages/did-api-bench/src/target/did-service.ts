import { randomBytes } from 'node:crypto';
import type { LookupCache } from './cache/lookup-cache.js';
import type { StretchKey } from './hashing.js';
import type { Membership } from './membership.js';
import { biometricCommitment, hashedCommitment } from './rules/commitment.js';
import { didOf } from './rules/did.js';
import { createHelper, matchesHelper, SALT_BYTES } from './rules/finger-helper.js';
import { idHashOf } from './rules/id-hash.js';
import type { CardanoNetwork, Finger, HelperData, HelperMap } from './rules/model.js';
import type { DidStore, Enrolment } from './store/did-store.js';
import type { Tracer } from './tracing/tracer.js';

/** Fingers that must match: one could be by chance. */
const FINGERS_NEEDED = 2;

/** A verification as it is asked for. */
export interface VerifyRequest {
  readonly fingers: readonly Finger[];
  readonly helpers: HelperMap;
  readonly expected_id_hash: string;
}

/** And as it is answered. */
export interface VerifyAnswer {
  readonly success: boolean;
  readonly matched_fingers: readonly string[];
  readonly unmatched_fingers: readonly string[];
  readonly error: string | null;
}

/** What the server is made of. */
export interface DidServiceParts {
  readonly store: DidStore;
  readonly cache: LookupCache;
  readonly membership: Membership;
  readonly stretch: StretchKey;
  readonly network: CardanoNetwork;
  readonly tracer: Tracer;
  /** The time of an enrolment; a test brings its own. */
  readonly now?: () => Date;
  readonly salt?: () => Buffer;
  /** Told of every lookup in the cache. */
  readonly onLookup?: (hit: boolean) => void;
}

/** The new enrolment, or the one that is in the way. */
export interface EnrolOutcome {
  readonly created: boolean;
  readonly enrolment: Enrolment;
}

/** The operations of the API, without HTTP. */
export interface DidService {
  enrolFingers(walletAddress: string, fingers: readonly Finger[]): Promise<EnrolOutcome>;
  enrolHash(walletAddress: string, biometricHash: string): Promise<EnrolOutcome>;
  verifyFingers(request: VerifyRequest): Promise<VerifyAnswer>;
  verifyMany(requests: readonly VerifyRequest[]): Promise<readonly VerifyAnswer[]>;
  /** The enrolment that a hash made elsewhere belongs to, or null. */
  verifyHash(walletAddress: string, biometricHash: string): Promise<Enrolment | null>;
  listWallet(walletAddress: string, limit: number): Promise<readonly Enrolment[]>;
}

/** Ties rules, store and cache together. */
export function createDidService(parts: DidServiceParts): DidService {
  const { store, stretch, tracer } = parts;
  const salt = parts.salt ?? (() => randomBytes(SALT_BYTES));

  const enrol = async (
    walletAddress: string,
    commitment: Uint8Array,
    helpersOf: () => Promise<readonly HelperData[]>,
  ): Promise<EnrolOutcome> => {
    const did = didOf(commitment, parts.network);
    // Asked before anything is hashed: a duplicate must be cheap to refuse.
    const known = parts.membership.has(did) ? await store.findByDid(did) : null;
    if (known !== null) return { created: false, enrolment: known };
    const helpers = await tracer.span('derive_helpers', helpersOf);
    const enrolment: Enrolment = {
      did,
      walletAddress,
      idHash: helpers.length === 0 ? null : idHashOf(byFinger(helpers)),
      commitment: Buffer.from(commitment).toString('hex'),
      enrolledAt: (parts.now?.() ?? new Date()).toISOString(),
      helpers,
    };
    const outcome = await tracer.span('store_enrolment', () => store.insert(enrolment));
    if (outcome === 'inserted') {
      parts.membership.add(did);
      return { created: true, enrolment };
    }
    return { created: false, enrolment: (await store.findByDid(did)) ?? enrolment };
  };

  const judge = async (request: VerifyRequest, stored: Enrolment | null): Promise<VerifyAnswer> =>
    await tracer.span('verify_biometric', () => verifyAgainst(request, stored, stretch));

  return {
    enrolFingers: (wallet, fingers) =>
      enrol(wallet, biometricCommitment(wallet, fingers), () =>
        Promise.all(fingers.map((finger) => createHelper(finger, salt(), stretch))),
      ),
    enrolHash: (wallet, hash) => enrol(wallet, hashedCommitment(wallet, hash), async () => []),
    verifyFingers: async (request) => await judge(request, await lookUp(parts, request.expected_id_hash)),
    verifyMany: async (requests) => {
      const stored = await lookUpMany(parts, requests);
      return await Promise.all(requests.map((request, index) => judge(request, stored[index] ?? null)));
    },
    verifyHash: (wallet, hash) =>
      store.findByCommitment(wallet, Buffer.from(hashedCommitment(wallet, hash)).toString('hex')),
    listWallet: (wallet, limit) => store.listByWallet(wallet, limit),
  };
}

async function lookUp({ store, cache, tracer, onLookup }: DidServiceParts, idHash: string) {
  const cached = await cache.get(idHash);
  onLookup?.(cached !== undefined);
  if (cached !== undefined) return cached;
  const found = await tracer.span('find_enrolment', () => store.findByIdHash(idHash));
  if (found !== null) await cache.set(idHash, found);
  return found;
}

/** One statement for all that the cache does not have. */
async function lookUpMany(
  { store, cache, tracer, onLookup }: DidServiceParts,
  requests: readonly VerifyRequest[],
): Promise<readonly (Enrolment | null)[]> {
  const cached = await Promise.all(requests.map(({ expected_id_hash }) => cache.get(expected_id_hash)));
  for (const entry of cached) onLookup?.(entry !== undefined);
  const missing = requests.filter((_, index) => cached[index] === undefined);
  const idHashes = missing.map(({ expected_id_hash }) => expected_id_hash);
  const found =
    idHashes.length === 0 ? [] : await tracer.span('find_enrolments', () => store.findByIdHashes(idHashes));
  const byIdHash = new Map(idHashes.map((idHash, index) => [idHash, found[index] ?? null]));
  for (const [idHash, enrolment] of byIdHash) if (enrolment !== null) await cache.set(idHash, enrolment);
  return requests.map(
    ({ expected_id_hash }, index) => cached[index] ?? byIdHash.get(expected_id_hash) ?? null,
  );
}

async function verifyAgainst(
  { fingers, helpers: sent, expected_id_hash }: VerifyRequest,
  stored: Enrolment | null,
  stretch: StretchKey,
): Promise<VerifyAnswer> {
  // Helpers that are kept for the user need not be sent; those that are sent must be the ones of the identity.
  const helpers = Object.keys(sent).length === 0 && stored !== null ? byFinger(stored.helpers) : sent;
  const matches = await Promise.all(
    fingers.map(async (finger) => {
      const helper = Object.hasOwn(helpers, finger.finger_id) ? helpers[finger.finger_id] : undefined;
      return helper !== undefined && (await matchesHelper(finger, helper, stretch));
    }),
  );
  const matched = fingers.filter((_, index) => matches[index]).map(({ finger_id }) => finger_id);
  const error = problemOf(idHashOf(helpers) === expected_id_hash, new Set(matched).size);
  return {
    success: error === null,
    matched_fingers: matched,
    unmatched_fingers: fingers.filter((_, index) => !matches[index]).map(({ finger_id }) => finger_id),
    error,
  };
}

function problemOf(sameIdentity: boolean, fingersMatched: number): string | null {
  if (!sameIdentity) return 'Helper data hash mismatch';
  return fingersMatched < FINGERS_NEEDED ? 'Insufficient matching fingerprints' : null;
}

/** Helpers by finger. */
export function byFinger(helpers: readonly HelperData[]): HelperMap {
  return Object.fromEntries(helpers.map((helper) => [helper.finger_id, helper]));
}
