import type { DidStore, Enrolment, InsertOutcome } from './did-store.js';
import { fillerEnrolment } from './filler.js';

/** Enrolments in maps of this process: no database at all. For tests, and for the floor of what a server without one costs. */
export function createMemoryStore(): DidStore {
  const byDid = new Map<string, Enrolment>();
  const byIdHash = new Map<string, Enrolment>();
  const byWallet = new Map<string, Enrolment[]>();

  const insert = (enrolment: Enrolment): InsertOutcome => {
    if (byDid.has(enrolment.did)) return 'exists';
    const kept = { ...enrolment, helpers: sortedByFinger(enrolment) };
    byDid.set(kept.did, kept);
    if (kept.idHash !== null) byIdHash.set(kept.idHash, kept);
    const siblings = byWallet.get(kept.walletAddress);
    if (siblings === undefined) byWallet.set(kept.walletAddress, [kept]);
    else siblings.push(kept);
    return 'inserted';
  };

  return {
    kind: 'memory',
    insert: async (enrolment) => insert(enrolment),
    findByDid: async (did) => byDid.get(did) ?? null,
    findByIdHash: async (idHash) => byIdHash.get(idHash) ?? null,
    findByIdHashes: async (idHashes) => idHashes.map((idHash) => byIdHash.get(idHash) ?? null),
    findByCommitment: async (wallet, commitment) =>
      byWallet.get(wallet)?.find((enrolment) => enrolment.commitment === commitment) ?? null,
    listByWallet: async (wallet, limit) => (byWallet.get(wallet) ?? []).slice(0, limit),
    allDids: async () => [...byDid.keys()],
    fill: async (count) => {
      for (let number = 0; number < count; number += 1) insert(fillerEnrolment(number));
    },
    queryCount: () => 0,
    close: async () => {},
  };
}

function sortedByFinger({ helpers }: Enrolment): Enrolment['helpers'] {
  return [...helpers].sort((a, b) => Buffer.compare(Buffer.from(a.finger_id), Buffer.from(b.finger_id)));
}
