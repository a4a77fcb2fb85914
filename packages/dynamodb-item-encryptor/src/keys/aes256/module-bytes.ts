import { i32, name, section } from '../wasm-code.js';
import { ghash } from './ghash-code.js';
import { expandKey } from './key-schedule-code.js';
import { stream } from './stream-code.js';

/**
 * A WebAssembly module with one page of memory and what AES-256-GCM consists of: stream(data, groups, isGcm) and ghash(data, blocks).
 * Where they find and leave things is in memory-layout.ts.
 */
export function moduleBytes(): Uint8Array<ArrayBuffer> {
  const functions = [expandKey(), stream(0), ghash()];
  const noReturn = [0];
  const types = [
    ...[0x60, 0, ...noReturn],
    ...[0x60, 3, i32, i32, i32, ...noReturn],
    ...[0x60, 2, i32, i32, ...noReturn],
  ];
  const exported = [...name('stream'), 0, 1, ...name('ghash'), 0, 2];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [3, ...types]),
    ...section(3, [3, 0, 1, 2]),
    ...section(5, [1, 1, 1, 1]),
    ...section(7, [3, ...name('memory'), 2, 0, ...exported]),
    ...section(10, [3, ...functions.flat()]),
  ]);
}
