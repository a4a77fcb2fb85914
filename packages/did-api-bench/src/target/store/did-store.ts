import type { HelperData } from '../rules/model.js';

/** What is kept of an enrolment. */
export interface Enrolment {
  readonly did: string;
  readonly walletAddress: string;
  /** Hash over the helpers; null for an enrolment by a hash made elsewhere, which has none. */
  readonly idHash: string | null;
  /** The commitment as hex. */
  readonly commitment: string;
  /** ISO 8601. */
  readonly enrolledAt: string;
  readonly helpers: readonly HelperData[];
}

/** Whether an enrolment was new. */
export type InsertOutcome = 'inserted' | 'exists';

/** Where enrolments are kept. All stores answer alike; a contract test holds them to it. */
export interface DidStore {
  readonly kind: 'memory' | 'pglite' | 'postgres';
  /** Keeps an enrolment whole, or not at all when its DID is there already. */
  insert(enrolment: Enrolment): Promise<InsertOutcome>;
  findByDid(did: string): Promise<Enrolment | null>;
  findByIdHash(idHash: string): Promise<Enrolment | null>;
  /** In the order asked for; null where there is none. */
  findByIdHashes(idHashes: readonly string[]): Promise<readonly (Enrolment | null)[]>;
  /** The enrolment of this wallet with this commitment. */
  findByCommitment(walletAddress: string, commitment: string): Promise<Enrolment | null>;
  /** Up to `limit` enrolments of a wallet, oldest first. */
  listByWallet(walletAddress: string, limit: number): Promise<readonly Enrolment[]>;
  /** Every DID that is enrolled. */
  allDids(): Promise<string[]>;
  /** Adds `count` enrolments made up by number, so that searching and testing for membership has something to go through. */
  fill(count: number): Promise<void>;
  /** Statements sent to the database since the start; 0 for a store that has none. */
  queryCount(): number;
  close(): Promise<void>;
}
