import type { PrimitiveStages } from './primitive-stages.js';
import type { StageMeter } from './stage-meter.js';

interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

/** As much of the global as is used; its types come with the DOM's. */
interface WasmNamespace {
  Instance: new (module: object, imports?: object) => WasmInstance;
}

/**
 * Puts a stopwatch around the functions of every WebAssembly module of this process that is instantiated from now on: what an encryptor does
 * there are HMACs, where calls into OpenSSL would cost more than the hashing. For a process of its own.
 */
export function meterWasm(meter: StageMeter, stages: PrimitiveStages): void {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WasmNamespace };
  const Original = WebAssembly.Instance;
  WebAssembly.Instance = class {
    readonly exports: Readonly<Record<string, unknown>>;

    constructor(module: object, imports?: object) {
      const { exports } = new Original(module, imports);
      this.exports = Object.fromEntries(
        Object.entries(exports).map(([name, value]) => [name, timed(value, meter, stages)]),
      );
    }
  };
}

function timed(value: unknown, meter: StageMeter, stages: PrimitiveStages): unknown {
  if (typeof value !== 'function') return value;
  return (...args: unknown[]) => meter.time(stages.ofHmac(), () => value(...args));
}
