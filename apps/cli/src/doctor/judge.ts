import type { Finding, MachineFacts } from './facts.js';
import { cpuChecks } from './judge-cpu.js';
import { memoryChecks } from './judge-memory.js';
import { networkChecks } from './judge-network.js';
import { runtimeChecks } from './judge-runtime.js';

/** One check of the machine. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** What the figure means for a measurement. */
  readonly why: string;
  /** What to do when it is not as it should be. */
  readonly action: string;
  /** Null when it cannot be known here. */
  look(facts: MachineFacts): { readonly value: string; readonly ok: boolean } | null;
}

const CHECKS: readonly Check[] = [...cpuChecks, ...memoryChecks, ...networkChecks, ...runtimeChecks];

/** What of this machine may disturb a measurement. Pure. */
export function judgeMachine(facts: MachineFacts): Finding[] {
  return CHECKS.map(({ id, title, why, action, look }) => {
    const seen = look(facts);
    if (seen === null) return { id, title, status: 'unknown', value: 'not visible here', why, action: '' };
    return {
      id,
      title,
      status: seen.ok ? 'ok' : 'warn',
      value: seen.value,
      why,
      action: seen.ok ? '' : action,
    };
  });
}
