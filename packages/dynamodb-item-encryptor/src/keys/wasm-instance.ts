/** As much of the global as is used; its types come with the DOM's, which do not belong here. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

/** What a module exports; its memory, of fixed size, among it. */
export function instantiate<Exports extends { readonly memory: { readonly buffer: ArrayBuffer } }>(
  moduleBytes: Uint8Array<ArrayBuffer>,
): Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(moduleBytes)).exports as Exports;
}
