import type { IncomingHttpHeaders } from 'node:http';

/** What the service and the HTTP side need of a tracer. */
export interface Tracer {
  /** Runs the work in a span that is a child of the current one, and marks it failed when the work fails. */
  span<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Runs the rest of a request in the span of a server, continuing the trace of its `traceparent`. Returns what ends the span. */
  request(name: string, headers: IncomingHttpHeaders, run: () => void): (statusCode: number) => void;
  close(): Promise<void>;
}

/** Traces nothing, at the cost of a call. */
export const noTracer: Tracer = {
  span: (_name, work) => work(),
  request: (_name, _headers, run) => {
    run();
    return () => {};
  },
  close: async () => {},
};
