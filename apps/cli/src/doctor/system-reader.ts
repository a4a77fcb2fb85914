import { readdirSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { url } from 'node:inspector';
import { freemem, loadavg, platform } from 'node:os';

/** The machine as the doctor reads it; tests put files of their own in its place. */
export interface SystemReader {
  /** The text of a file, or null if it cannot be read. */
  text(path: string): string | null;
  /** Names in a folder; empty if it cannot be read. */
  names(path: string): readonly string[];
  readonly platform: string;
  loadAverage(): readonly number[];
  freeMemoryBytes(): number;
  /** Free bytes on the disk of a folder, or null. */
  diskFreeBytes(folder: string): Promise<number | null>;
  debuggerAttached(): boolean;
}

/** This machine. */
export const thisSystem: SystemReader = {
  text: (path) => quietly(() => readFileSync(path, 'utf8'), null),
  names: (path) => quietly(() => readdirSync(path), []),
  platform: platform(),
  loadAverage: loadavg,
  freeMemoryBytes: freemem,
  diskFreeBytes: (folder) =>
    statfs(folder).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    ),
  debuggerAttached: () => url() !== undefined,
};

function quietly<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
