declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Makes an HTTP server that speaks DynamoDB's API and keeps its tables in memory. */
  function dynalite(options: {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }): Server;
  export = dynalite;
}
