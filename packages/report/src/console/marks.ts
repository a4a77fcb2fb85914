import type { Validity } from '@benchwright/result-schema';
import type { Style } from '../text/line.js';

const VERDICT_STYLE: Readonly<Record<Validity['verdict'], Style>> = {
  valid: 'good',
  suspect: 'warn',
  invalid: 'bad',
};

export function verdictStyle(verdict: Validity['verdict']): Style {
  return VERDICT_STYLE[verdict];
}

/** `1 trial`, `2 trials`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
