import { performance } from 'node:perf_hooks';
import type { Clock } from '@benchwright/load-driver';
import type { MeasuredStage } from './primitive-stages.js';
import { DIRECTIONS, type Direction, STAGES, stageFigure } from './stage-names.js';

interface Tally {
  operations: number;
  totalNs: number;
  readonly stageNs: Record<MeasuredStage, number>;
}

/**
 * Adds up where the time of operations goes: one at a time, each either encrypting or decrypting. Work within work (the keyring
 * calls a cipher) belongs to the outer one. Time in which this thread had nothing to do is spent waiting for signatures and key
 * pairs, the only work that is done elsewhere.
 */
export class StageMeter {
  readonly #clock: Clock;
  readonly #tallies = new Map<Direction, Tally>();
  #current: Tally | null = null;
  #isInside = false;
  #beganNs = 0;
  #idleMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.reset();
  }

  /** Forgets what was measured so far: the warm-up. */
  reset(): void {
    for (const direction of DIRECTIONS) this.#tallies.set(direction, emptyTally());
  }

  begin(direction: Direction): void {
    this.#current = this.#tallies.get(direction)!;
    this.#idleMs = performance.eventLoopUtilization().idle;
    this.#beganNs = this.#clock.nowNs();
  }

  end(): void {
    const tally = this.#current;
    if (tally === null) return;
    tally.totalNs += this.#clock.nowNs() - this.#beganNs;
    tally.stageNs.sign += (performance.eventLoopUtilization().idle - this.#idleMs) * 1e6;
    tally.operations++;
    this.#current = null;
  }

  /** Runs `work` and counts its time for the stage, if an operation is under way and nothing around it is counted already. */
  time<T>(stage: MeasuredStage, work: () => T): T {
    if (this.#current === null || this.#isInside) return work();
    const tally = this.#current;
    this.#isInside = true;
    const beganNs = this.#clock.nowNs();
    try {
      return work();
    } finally {
      tally.stageNs[stage] += this.#clock.nowNs() - beganNs;
      this.#isInside = false;
    }
  }

  /** Mean time per item of every stage, in both directions; a direction that was not taken has none. */
  figures(): Record<string, number> {
    const figures: Record<string, number> = {};
    for (const [direction, tally] of this.#tallies) {
      if (tally.operations === 0) continue;
      const measured = Object.values(tally.stageNs).reduce((sum, ns) => sum + ns, 0);
      for (const stage of STAGES) {
        const ns = stage === 'serialise' ? Math.max(0, tally.totalNs - measured) : tally.stageNs[stage];
        figures[stageFigure(direction, stage)] = ns / tally.operations;
      }
    }
    return figures;
  }
}

function emptyTally(): Tally {
  return {
    operations: 0,
    totalNs: 0,
    stageNs: { keyring: 0, keyDerivation: 0, encrypt: 0, hash: 0, sign: 0 },
  };
}
