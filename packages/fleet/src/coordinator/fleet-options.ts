import type { TrialRecord } from '@benchwright/result-schema';
import type { RedisSettings } from '../redis/redis-url.js';

/** Agents by what they say of themselves: all of these labels. */
export type Labels = Readonly<Record<string, string>>;

/** A part that was measured in an attempt which did not count. */
export interface DiscardedPart {
  readonly attempt: number;
  readonly reason: string;
  readonly agent: string;
  readonly record: TrialRecord;
}

/** How a run is given to a fleet. */
export interface FleetOptions {
  readonly redis: RedisSettings;
  /** Shared with the agents; at least 16 characters. */
  readonly secret: string;
  /** How many agents offer every trial together. */
  readonly agents: number;
  readonly labels?: Labels;
  /** Of the program: agents of another version are not used. */
  readonly version: string;
  /** How often a trial is repeated that an agent or Redis was lost in. Default 2. */
  readonly trialRetries?: number;
  /** How long enough agents are waited for. Default 30 s. */
  readonly agentWaitMs?: number;
  /** How long agents may take to be ready for a trial, warm-up included. Default 5 minutes. */
  readonly barrierMs?: number;
  /** How long an agent may say nothing in a trial. Default 2 minutes. */
  readonly silenceMs?: number;
  /** Parts of attempts that did not count: nothing measured is thrown away unseen. */
  readonly onDiscarded?: (part: DiscardedPart) => Promise<void>;
}

export type CompleteFleetOptions = Required<FleetOptions>;

/** The options with their defaults. */
export function completeFleetOptions(options: FleetOptions): CompleteFleetOptions {
  return {
    labels: {},
    trialRetries: 2,
    agentWaitMs: 30_000,
    barrierMs: 300_000,
    silenceMs: 120_000,
    onDiscarded: async () => {},
    ...options,
  };
}
