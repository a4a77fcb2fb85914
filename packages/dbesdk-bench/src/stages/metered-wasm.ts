import type { MeasuredStage, PrimitiveStages } from './primitive-stages.js';
import type { StageMeter } from './stage-meter.js';

interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

/** As much of the global as is used; its types come with the DOM's. */
interface WasmNamespace {
  Instance: new (module: object, imports?: object) => WasmInstance;
}

/**
 * Puts a stopwatch around the functions of every WebAssembly module of this process that is instantiated from now on: what the encryptor does
 * there are HMACs and the encryption of short texts, where calls into OpenSSL would cost more than the work. For a process of its own.
 */
export function meterWasm(meter: StageMeter, stages: PrimitiveStages): void {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WasmNamespace };
  const Original = WebAssembly.Instance;
  WebAssembly.Instance = class {
    readonly exports: Readonly<Record<string, unknown>>;

    constructor(module: object, imports?: object) {
      const { exports } = new Original(module, imports);
      const stageOf = stagesByExport(stages);
      this.exports = Object.fromEntries(
        Object.entries(exports).map(([name, value]) => [name, timed(value, meter, stageOf(name))]),
      );
    }
  };
}

type StageOfCall = (args: readonly unknown[]) => MeasuredStage;

/**
 * Which stage a call belongs to. `stream(data, groups, isGcm)` begins an encryption, and `ghash` ends it; without GCM it is a stream of keys.
 * Everything else is an HMAC's.
 */
function stagesByExport(stages: PrimitiveStages): (name: string) => StageOfCall {
  let cipherStage: MeasuredStage = 'encrypt';
  const ofExport: Record<string, StageOfCall> = {
    stream: ([, , isGcm]) => {
      cipherStage = stages.ofCipher(isGcm ? 'aes-256-gcm' : 'aes-256-ctr');
      return cipherStage;
    },
    ghash: () => cipherStage,
  };
  return (name) => ofExport[name] ?? (() => stages.ofHmac());
}

function timed(value: unknown, meter: StageMeter, stageOf: StageOfCall): unknown {
  if (typeof value !== 'function') return value;
  return (...args: unknown[]) => meter.time(stageOf(args), () => value(...args));
}
