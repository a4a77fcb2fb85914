import type { Clock, Session, SessionTarget, TrialContext } from '@benchwright/load-driver';
import type { Load, PlanCell, TrialRecord } from '@benchwright/result-schema';
import type { Redis } from 'ioredis';
import { FleetError } from '../errors.js';
import { Attempt, type AttemptOutcome } from './attempt.js';
import { Crew, type CrewPurpose } from './crew.js';
import type { CompleteFleetOptions } from './fleet-options.js';
import { CrewLostError, type Loss } from './loss.js';
import { mergeTrial } from './merge-trial.js';

export interface FleetSessionParts {
  readonly redis: Redis;
  readonly options: CompleteFleetOptions;
  readonly purpose: Omit<CrewPurpose, 'last'>;
  readonly clock: Clock;
  readonly target: SessionTarget;
}

/** A suite's session whose trials are measured by agents: the same plan, the same records. */
export class FleetSession implements Session {
  readonly target: SessionTarget;
  readonly #parts: FleetSessionParts;
  readonly #last = new Set<string>();
  #crew: Crew | null = null;

  constructor(parts: FleetSessionParts) {
    this.#parts = parts;
    this.target = parts.target;
  }

  /** Forms the first crew, so that what is wrong is known before the run begins. */
  async open(): Promise<void> {
    const losses: Loss[] = [];
    while (this.#crew === null) await this.#form(losses);
  }

  async runTrial(cell: PlanCell, trial: number, ctx: TrialContext): Promise<TrialRecord> {
    const load = cell.trialLoads[trial];
    if (load === undefined) throw new Error(`cell ${cell.id} has no trial ${trial}`);
    const losses: Loss[] = [];
    let partial: TrialRecord | null = null;
    for (let attempt = 1; ; attempt++) {
      const crew: Crew | null = await this.#crewOrNull(losses, partial !== null);
      if (crew === null && partial !== null) return partial;
      if (crew === null) throw exhausted(losses);
      const { clock } = this.#parts;
      const outcome = await new Attempt({ crew, cell: cell.id, trial, load, clock, ctx }).run();
      const record = outcome.parts.length === 0 ? null : this.#merge(outcome, load, ctx, attempt);
      if (ctx.signal.aborted) return interrupted(record);
      if (outcome.loss === null && record !== null) return record;
      await this.#give(outcome.loss ?? NOTHING, losses, ctx);
      await this.#discard(outcome, attempt);
      partial = record ?? partial;
      if (losses.length <= this.#parts.options.trialRetries) continue;
      if (partial !== null) return partial;
      throw exhausted(losses);
    }
  }

  async verify(): Promise<void> {
    await this.#crew?.verify();
  }

  async close(): Promise<void> {
    await this.#crew?.close();
    this.#crew = null;
    this.#parts.redis.disconnect();
  }

  #merge(
    { parts, active, loss }: AttemptOutcome,
    load: Load,
    { trialSeed }: TrialContext,
    attempt: number,
  ): TrialRecord {
    const of = this.#parts.options.agents;
    const faults = loss === null ? [] : [{ code: loss.code, text: `${loss.text} (attempt ${attempt})` }];
    return mergeTrial(parts, { load, trialSeed, of, active, attempt, faults });
  }

  /** A crew; null where none can be had any more and the trial is to be kept as far as it was measured. */
  async #crewOrNull(losses: Loss[], isMeasured: boolean): Promise<Crew | null> {
    try {
      while (this.#crew === null) await this.#form(losses);
      return this.#crew;
    } catch (error) {
      if (!isMeasured) throw error;
      return null;
    }
  }

  async #form(losses: Loss[]): Promise<void> {
    const { redis, options, purpose } = this.#parts;
    try {
      this.#crew = await Crew.form(redis, options, { ...purpose, last: this.#last });
    } catch (error) {
      if (!(error instanceof CrewLostError)) throw error;
      await this.#give(error.loss, losses, purpose);
      if (losses.length > options.trialRetries) throw exhausted(losses);
    }
  }

  /** Writes a loss down, says it, and gives the crew up: the next one takes others first than whom it was about. */
  async #give(loss: Loss, losses: Loss[], { events }: Pick<TrialContext, 'events'>): Promise<void> {
    losses.push(loss);
    for (const agent of loss.agents) this.#last.add(agent);
    const { trialRetries } = this.#parts.options;
    const left = trialRetries - losses.length;
    const hint = left >= 0 ? 'the trial is repeated' : 'it is not repeated any more: see --trial-retries';
    events({ type: 'warning', code: loss.code, text: loss.text, hint });
    await this.#crew?.close();
    this.#crew = null;
  }

  async #discard({ parts, loss }: AttemptOutcome, attempt: number): Promise<void> {
    for (const { agent, record } of parts) {
      await this.#parts.options.onDiscarded({ attempt, reason: loss?.text ?? '', agent, record });
    }
  }
}

const NOTHING: Loss = { code: 'AGENT_LOST', text: 'no agent handed anything in', agents: [] };

function interrupted(record: TrialRecord | null): TrialRecord {
  if (record === null) throw new FleetError('ERR_FLEET_TRIAL', 'interrupted before anything was measured');
  return { ...record, interrupted: true };
}

function exhausted(losses: readonly Loss[]): FleetError {
  const told = losses.map(({ code, text }) => `${text} [${code}]`).join('; ');
  return new FleetError('ERR_FLEET_TRIAL', `the trial failed ${losses.length} times: ${told}`, {
    hint: 'find out what became of the agents, then go on with --resume',
  });
}
