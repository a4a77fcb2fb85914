import type { Load, TrialRecord } from '@benchwright/result-schema';
import type { ItemTransportOptions } from '../work/item-transport.js';

/** What a probe process is told, as one line of JSON on its stdin. A second line, `abort`, ends it early. */
export interface ProbeRequest {
  readonly cell: string;
  readonly trial: number;
  readonly load: Load;
  readonly warmup: Load | null;
  readonly options: ItemTransportOptions;
  /** File that an allocation profile is written to, after the trial; null for none. */
  readonly heapProfile: string | null;
}

/** What it answers, as one line of JSON on stdout. */
export type ProbeAnswer =
  | { readonly record: TrialRecord }
  | { readonly error: { readonly code: string; readonly message: string } };

export const ABORT = 'abort';
