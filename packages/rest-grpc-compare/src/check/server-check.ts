/** What a look at a server found. */
export type ServerCheck =
  | {
      /** Nothing accepts connections at the address. */
      readonly reached: false;
      /** One line per attempt: what was tried and what was said. */
      readonly tried: readonly string[];
      readonly proxy: 0;
    }
  | {
      readonly reached: true;
      /** What kept it from answering a plain question, or null. */
      readonly problem: string | null;
      /** The proxy that its answer named; see proxy.ts. */
      readonly proxy: number;
    };
