import type { SingleKeyring } from '@benchwright/dynamodb-item-encryptor';
import type { StageMeter } from './stage-meter.js';

/** The keyring with a stopwatch around it. `answered` is called after each call. */
export function meterKeyring(keyring: SingleKeyring, meter: StageMeter, answered: () => void): SingleKeyring {
  const timed = <T>(call: () => T): T => {
    const answer = meter.time('keyring', call);
    answered();
    return answer;
  };
  return {
    wrapKey: (request) => timed(() => keyring.wrapKey(request)),
    unwrapKey: (request, key) => timed(() => keyring.unwrapKey(request, key)),
  };
}
