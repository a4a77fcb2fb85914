import { drawUniform } from './counted-random.js';
import {
  type FaultConfig,
  type FaultKind,
  type FaultRule,
  type FaultWindow,
  faultKinds,
  type LatencyConfig,
} from './fault-config.js';

/** What happens to a request. */
export interface FaultDecision {
  /** How long it waits before anything else, its error included. */
  readonly delayMs: number;
  readonly error?: FaultKind;
  readonly bytesPerSec?: number;
}

/** Which request is asked about. */
export interface FaultOccasion {
  readonly operation: string;
  /** The how manieth of its operation, from 0. */
  readonly index: number;
  /** Since the server began. */
  readonly elapsedMs: number;
}

const nothing: FaultDecision = { delayMs: 0 };

/** What happens to which request: a pure function of config and occasion. O(rules). */
export class FaultPlan {
  readonly #seed: number;
  readonly #rules: readonly FaultRule[];

  constructor({ seed = 1, rules }: FaultConfig) {
    this.#seed = seed;
    this.#rules = rules;
  }

  at({ operation, index, elapsedMs }: FaultOccasion): FaultDecision {
    let decision = nothing;
    this.#rules.forEach((rule, at) => {
      if (!concerns(rule, operation) || !isOpen(rule.window, elapsedMs)) return;
      const draw = (use: number) => drawUniform({ seed: this.#seed, operation, index, rule: at, use });
      decision = combine(decision, rule, draw);
    });
    return decision;
  }
}

function combine(before: FaultDecision, rule: FaultRule, draw: (use: number) => number): FaultDecision {
  const error = before.error ?? (rule.errors && drawError(rule.errors, draw(0)));
  const bytesPerSec = lower(before.bytesPerSec, rule.bytesPerSec);
  return {
    delayMs: before.delayMs + (rule.latency === undefined ? 0 : drawLatency(rule.latency, draw)),
    ...(error === undefined ? {} : { error }),
    ...(bytesPerSec === undefined ? {} : { bytesPerSec }),
  };
}

function concerns({ operation = '*' }: FaultRule, name: string): boolean {
  if (typeof operation === 'string') return operation === '*' || operation === name;
  return operation.includes('*') || operation.includes(name);
}

/** A window is open from its beginning up to, but without, its end. */
function isOpen(window: FaultWindow | undefined, elapsedMs: number): boolean {
  if (window === undefined) return true;
  const { afterMs = 0, forMs = Number.POSITIVE_INFINITY, everyMs } = window;
  const inside = elapsedMs - afterMs;
  if (inside < 0) return false;
  return (everyMs === undefined ? inside : inside % everyMs) < forMs;
}

function drawError(errors: NonNullable<FaultRule['errors']>, uniform: number): FaultKind | undefined {
  let below = 0;
  for (const kind of faultKinds) {
    below += errors[kind] ?? 0;
    if (uniform < below) return kind;
  }
  return undefined;
}

function drawLatency(latency: LatencyConfig, draw: (use: number) => number): number {
  if (typeof latency === 'number') return latency;
  switch (latency.distribution) {
    case 'uniform':
      return latency.minMs + (latency.maxMs - latency.minMs) * draw(1);
    case 'exponential':
      return -latency.meanMs * Math.log1p(-draw(1));
    case 'lognormal':
      return latency.medianMs * Math.exp(latency.sigma * normal(draw(1), draw(2)));
  }
}

/** Box and Muller 1958. */
function normal(one: number, other: number): number {
  return Math.sqrt(-2 * Math.log1p(-one)) * Math.cos(2 * Math.PI * other);
}

function lower(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
