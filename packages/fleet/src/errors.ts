import { BenchwrightError } from '@benchwright/result-schema';

/** What a fleet cannot do, and why. `code` is stable: ERR_REDIS_… of the connection, ERR_FLEET_… of agents and trials. */
export class FleetError extends BenchwrightError {}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
