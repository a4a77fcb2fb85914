import { FleetError } from '../errors.js';
import { within } from '../within.js';

const ANSWER_MS = 5000;

/**
 * What Redis answers, if it does within five seconds: while it is away, commands wait for it.
 *
 * @throws FleetError ERR_REDIS_UNREACHABLE
 */
export function answered<T>(work: Promise<T>): Promise<T> {
  return within(
    work,
    ANSWER_MS,
    () =>
      new FleetError('ERR_REDIS_UNREACHABLE', `Redis does not answer for ${ANSWER_MS / 1000} s`, {
        hint: 'bring it back and go on with --resume',
      }),
  );
}
