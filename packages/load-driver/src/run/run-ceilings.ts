import type { CeilingRecord, PlanCell, TrialRecord } from '@benchwright/result-schema';
import type { CeilingAnswer, Session } from '../suite/suite.js';
import type { RunSuiteOptions } from './run-suite.js';

type Options = Pick<RunSuiteOptions<unknown>, 'doneCeilings' | 'clock' | 'events' | 'signal' | 'append'>;

/**
 * Sees to it that every cell of a run has a record of its generator's ceiling: asked for before the cell's first trial, once more after
 * it when the session could not yet say, and recorded before anything else happens. A ceiling that cannot be measured costs the run
 * nothing: the record says why there is none.
 */
export class RunCeilings {
  readonly #session: Session;
  readonly #o: Options;
  readonly #records: Map<string, CeilingRecord>;
  /** Cells whose session wants to see a trial first. */
  readonly #waiting = new Set<string>();

  constructor(session: Session, options: Options) {
    this.#session = session;
    this.#o = options;
    this.#records = new Map((options.doneCeilings ?? []).map((record) => [record.cell, record]));
  }

  async before(cell: PlanCell): Promise<void> {
    if (this.#records.has(cell.id) || this.#waiting.has(cell.id)) return;
    await this.#ask(cell, null);
  }

  async after(cell: PlanCell, first: TrialRecord): Promise<void> {
    if (!this.#waiting.has(cell.id) || first.interrupted || first.counts.ok === 0) return;
    this.#waiting.delete(cell.id);
    await this.#ask(cell, first);
  }

  async #ask(cell: PlanCell, first: TrialRecord | null): Promise<void> {
    if (this.#session.measureCeiling === undefined || this.#o.signal.aborted) return;
    const answer = await this.#answerOf(cell, first);
    if (this.#o.signal.aborted) return;
    if (answer === null && first === null) {
      this.#waiting.add(cell.id);
      return;
    }
    const found =
      answer !== null && 'ceiling' in answer
        ? { ceiling: answer.ceiling, ...(answer.at === undefined ? {} : { at: answer.at }) }
        : { ceiling: null, why: answer?.none ?? 'the suite could not say what is exchanged' };
    const record: CeilingRecord = { type: 'ceiling', v: 1, cell: cell.id, ...found };
    await this.#o.append(record);
    this.#records.set(cell.id, record);
    this.#o.events({ type: 'ceiling-finished', record });
  }

  async #answerOf(cell: PlanCell, first: TrialRecord | null): Promise<CeilingAnswer> {
    const { clock, signal, events } = this.#o;
    const known = [...this.#records.values()].flatMap(({ ceiling }) => (ceiling === null ? [] : [ceiling]));
    try {
      const ctx = { clock, signal, events, cell: cell.id, known, first };
      return (await this.#session.measureCeiling?.(cell, ctx)) ?? null;
    } catch (error) {
      return { none: `it could not be measured: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
}
