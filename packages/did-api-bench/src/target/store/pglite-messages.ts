import type { Row } from './database.js';

/** What the thread of the embedded database is asked: a statement with parameters, a script, or to end. */
export interface PgliteRequest {
  readonly id: number;
  readonly sql: string;
  /** Null for a script. */
  readonly params: readonly unknown[] | null;
}

/** And what it answers. */
export type PgliteReply =
  | { readonly id: number; readonly rows: readonly Row[] }
  | { readonly id: number; readonly error: string };

/** The id of the reply that says the database is ready, or why it is not. */
export const READY_ID = 0;
