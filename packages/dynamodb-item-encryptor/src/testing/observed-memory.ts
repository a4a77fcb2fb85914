import { vi } from 'vitest';

interface WasmNamespace {
  Instance: new (
    module: object,
  ) => { readonly exports: { readonly memory: { readonly buffer: ArrayBuffer } } };
}

/** What `make` makes of fresh modules, and the memory of the first WebAssembly instance that came with it. */
export async function observedMemory<T>(make: () => Promise<T>): Promise<{ memory: Uint8Array; made: T }> {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WasmNamespace };
  const Original = WebAssembly.Instance;
  const memories: ArrayBuffer[] = [];
  WebAssembly.Instance = class extends Original {
    constructor(module: object) {
      super(module);
      memories.push(this.exports.memory.buffer);
    }
  };
  try {
    vi.resetModules();
    const made = await make();
    return { memory: new Uint8Array(memories[0]!), made };
  } finally {
    WebAssembly.Instance = Original;
  }
}
