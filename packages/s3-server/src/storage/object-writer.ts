/** Takes the bytes of an object or a part to come. */
export interface ObjectWriter {
  /** How much was taken so far. */
  readonly sizeBytes: number;
  /**
   * Takes a chunk, which must not be changed afterwards. Returns a promise only where the writer wants no more for now (back-pressure); it
   * rejects, or this throws, with a StorageError (NoSpace) where nothing more can be written.
   */
  write(chunk: Buffer): void | Promise<void>;
  /** Forgets what was written and gives its space back. Without effect once it was committed or aborted. */
  abort(): void;
}
