import type { ServerResponse } from 'node:http';

/** What waits for one client at most: whoever does not read is sent away, and finds the state when it comes back. */
const MOST_WAITING_BYTES = 1 << 20;

/** Whoever listens to the events of a run. Memory is bounded by the number of clients. */
export class LiveClients {
  readonly #responses = new Set<ServerResponse>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#responses.size;
  }

  get isFull(): boolean {
    return this.#responses.size >= this.#most;
  }

  /** Begins an event stream, with the state so far. */
  add(response: ServerResponse, state: unknown): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.on('close', () => this.#responses.delete(response));
    this.#responses.add(response);
    response.write(`retry: 1000\n\n${message(state, 'state')}`);
  }

  send(data: unknown, event?: string): void {
    const text = message(data, event);
    for (const response of this.#responses) {
      if (response.writableLength <= MOST_WAITING_BYTES) response.write(text);
      else response.destroy();
    }
  }

  /** Ends all streams. */
  end(): void {
    for (const response of this.#responses) response.end();
  }
}

/** One event of a stream; JSON has no line breaks in it, so it is one line of data. */
function message(data: unknown, event?: string): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;
}
