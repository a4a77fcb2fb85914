import type {
  Calibration,
  Ceiling,
  CeilingRecord,
  Plan,
  PlanCell,
  RunHeader,
  RunResult,
  TrialRecord,
} from '@benchwright/result-schema';
import type { ZodType } from 'zod';
import type { Clock } from '../clock/clock.js';
import type { RunEvents } from './events.js';
import type { TrialPart } from './trial-part.js';

/** How a suite reads its configuration. The schema is the one source of types, defaults, errors and the editor's JSON Schema. */
export interface SuiteConfigSpec<Config> {
  readonly schema: ZodType<Config>;
  /** Environment variables that set a config field: NAME → path in the config. Flags win over them, they win over the file. */
  readonly environment: Readonly<Record<string, readonly string[]>>;
  /** The commented YAML that `init` writes: every field with its default. */
  readonly template: string;
}

/** A way to show a result. Pure: the caller writes the text. */
export interface View {
  readonly id: string;
  readonly title: string;
  readonly mediaType: string;
  render(result: RunResult): string;
}

/** Where a session's requests go, for the record and for the safety rule. */
export interface SessionTarget {
  /** Name → URL or host:port. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** True when the session started the target itself. */
  readonly embedded: boolean;
  /** The target's process, when it is known to run on this machine. */
  readonly pid: number | null;
}

export interface OpenContext {
  readonly clock: Clock;
  readonly events: RunEvents;
  readonly signal: AbortSignal;
  readonly seed: number;
  readonly plan: Plan;
}

export interface TrialContext {
  readonly signal: AbortSignal;
  readonly events: RunEvents;
  /** Derived from the run's seed and the trial's number alone: the same for every cell of a round, so that cells meet the same inputs. */
  readonly trialSeed: number;
  /** Set where several processes offer the trial together: the drivers offer this part of it only. Sessions pass it on with the context. */
  readonly part?: TrialPart;
}

/** What is known when the generator's ceiling for a cell is asked for. */
export interface CeilingContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly events: RunEvents;
  readonly cell: string;
  /** Ceilings that this run has recorded already: the same exchange is measured once (`ceilingFor` sees to it). */
  readonly known: readonly Ceiling[];
  /** The first whole trial of the cell, once there is one: only answers tell how large answers are. */
  readonly first: TrialRecord | null;
}

/** A ceiling (and when it was measured, if it was just now), or why there is none. Null: not yet; ask again after a trial (and then no more). */
export type CeilingAnswer =
  | { readonly ceiling: Ceiling; readonly at?: string }
  | { readonly none: string }
  | null;

/** An open target, ready to be measured trial by trial. */
export interface Session {
  readonly target: SessionTarget;
  /** Runs one trial. Request failures are data; it throws only when nothing could be measured at all. */
  runTrial(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord>;
  /**
   * What this generator could offer at most in such a cell: see `ceilingFor`. Asked before the first trial of a cell without a recorded
   * ceiling, and once more after it when the answer was null. Absent: the suite has no such figure.
   */
  measureCeiling?(cell: PlanCell, ctx: CeilingContext): Promise<CeilingAnswer>;
  /** Called after the last trial: throws when the target no longer stands behind what was measured. */
  verify?(): Promise<void>;
  close(): Promise<void>;
}

/** What a summary is made from: the header of a run and the whole trials found in its log, in plan order. */
export interface RunRecords {
  readonly header: RunHeader;
  readonly trials: readonly TrialRecord[];
  /** The generator's ceilings that the log holds, by cell. */
  readonly ceilings?: readonly CeilingRecord[];
  /** The calibration of the machine, where there was one. */
  readonly calibration?: Calibration | null;
  readonly finishedAt: string | null;
  readonly outcome: RunResult['run']['outcome'];
}

/**
 * One benchmark: `config → plan → execute → record → summarize`, each stage in the same place in every suite.
 * `plan` and `summarize` are pure.
 */
export interface Suite<Config = unknown> {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly config: SuiteConfigSpec<Config>;
  /** Laid over the config by `--quick`. */
  readonly quick: Readonly<Record<string, unknown>>;
  plan(config: Config, seed: number): Plan;
  /** What a config asks for and the plan does not have, each with the reason; for those who look at it before anything runs. */
  leftOut?(config: Config): readonly string[];
  /** Checks that the target answers before anything is measured. Throws TargetUnreachableError. */
  open(config: Config, ctx: OpenContext): Promise<Session>;
  summarize(records: RunRecords): RunResult;
  readonly views: readonly View[];
  /** The addresses a config aims at, before anything is sent: what `--allow-remote` is checked against. Empty when embedded. */
  targets(config: Config): readonly string[];
}
