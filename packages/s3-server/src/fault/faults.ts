import { checkFaultConfig } from './check-fault-config.js';
import { type FaultClock, systemClock } from './fault-clock.js';
import type { FaultConfig } from './fault-config.js';
import { type FaultDecision, FaultPlan } from './fault-plan.js';

/** Says of each request what happens to it. */
export interface Faults {
  readonly clock: FaultClock;
  /** To be called once for each request, in the order in which requests arrive. */
  next(operation: string): FaultDecision;
}

/**
 * Faults as a server meets them: a plan, a count of the requests of each operation, and a clock that began now.
 *
 * @param operations names that a rule may have.
 * @throws FaultConfigError (ERR_S3_FAULT_CONFIG) with everything that is wrong with the config.
 */
export function createFaults(
  config: FaultConfig,
  operations: ReadonlySet<string>,
  clock: FaultClock = systemClock,
): Faults {
  const plan = new FaultPlan(checkFaultConfig(config, operations));
  const counts = new Map<string, number>();
  const beganAt = clock.now();
  return {
    clock,
    next(operation) {
      const index = counts.get(operation) ?? 0;
      counts.set(operation, index + 1);
      return plan.at({ operation, index, elapsedMs: clock.now() - beganAt });
    },
  };
}
