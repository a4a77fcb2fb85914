import type { SloCondition } from '@benchwright/load-driver';

/** A condition that a gate judges, and what comes of it when it is not met. */
export interface GateCondition {
  readonly condition: SloCondition;
  readonly severity: 'fail' | 'warn';
  readonly why: string | null;
}
