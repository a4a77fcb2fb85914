import { createRealClock } from '@benchwright/load-driver';
import type { TrialRecord } from '@benchwright/result-schema';
import type { ItemSpec } from '../cell-spec.js';
import { meterCrypto } from '../stages/metered-crypto.js';
import { meterKeyring } from '../stages/metered-keyring.js';
import { meterWasm } from '../stages/metered-wasm.js';
import { PrimitiveStages } from '../stages/primitive-stages.js';
import { StageMeter } from '../stages/stage-meter.js';
import type { Direction } from '../stages/stage-names.js';
import { createCellEncryptor } from '../work/cell-encryptor.js';
import { createItemCryptor, type ItemCryptor } from '../work/item-cryptor.js';
import { cryptorWork } from '../work/item-transport.js';
import { quickSpec, rehearse } from '../work/rehearsal.js';
import { driveTrial } from './driven-trial.js';
import type { ProbeRequest } from './probe-protocol.js';

/** Then the engine has compiled all that it compiles: the warm-up, in which signatures take most of the time, is over after a hundred items. */
const REHEARSALS = 2000;

/**
 * Where the time of encrypting and decrypting goes, by stopwatches around the keyring and the cryptographic primitives. They cost
 * some microseconds per item, so the latencies of this trial are a little above those of the others.
 */
export async function runStagesTrial(request: ProbeRequest, signal: AbortSignal): Promise<TrialRecord> {
  const { spec, tableName, seed } = request.options;
  const meter = new StageMeter(createRealClock());
  const stages = new PrimitiveStages();
  meterCrypto(meter, stages);
  meterWasm(meter, stages);
  const cryptorOf = (itemSpec: ItemSpec): ItemCryptor => {
    const encryptor = createCellEncryptor(itemSpec, tableName, seed, (keyring) =>
      meterKeyring(keyring, meter, () => stages.keyringAnswered()),
    );
    return meterCryptor(createItemCryptor(itemSpec.format, encryptor), meter, stages);
  };
  const quick = quickSpec(spec);
  await rehearse(quick, cryptorOf(quick), { seed, times: REHEARSALS });
  const work = cryptorWork(request.options, { slots: 1, lane: 0 }, cryptorOf(spec));
  return driveTrial(request, signal, {
    work,
    hooks: {},
    warmedUp: () => meter.reset(),
    extra: () => meter.figures(),
  });
}

function meterCryptor(cryptor: ItemCryptor, meter: StageMeter, stages: PrimitiveStages): ItemCryptor {
  const timed =
    <From, To>(direction: Direction, call: (from: From) => Promise<To>) =>
    async (from: From): Promise<To> => {
      stages.operationBegins();
      meter.begin(direction);
      try {
        return await call(from);
      } finally {
        meter.end();
      }
    };
  return {
    seal: timed('encrypt', cryptor.seal),
    unseal: timed('decrypt', cryptor.unseal),
    encrypt: timed('encrypt', cryptor.encrypt),
    decrypt: timed('decrypt', cryptor.decrypt),
  };
}
