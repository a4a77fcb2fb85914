import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { editBatch, idsOfBatch } from './edit-batch.js';
import { type EventFaultPlan, faultyEvents } from './fault-plan.js';

/** What goes wrong between generator and collector. Batches are counted from 1. */
export interface CollectorFaults {
  readonly events?: EventFaultPlan;
  /** How long an event that is delayed is held back. Default 2000. */
  readonly delayMs?: number;
  /** These batches are answered 500, and never reach the collector. */
  readonly failBatches?: readonly [first: number, last: number];
  /** The connection of these batches is reset after half of the batch has come; the collector sees nothing of it. */
  readonly cutBatches?: readonly number[];
  /** These batches reach the collector, and the answer is lost: the connection is reset. */
  readonly loseAnswers?: readonly number[];
  /** Each answer is held back so long. */
  readonly answerAfterMs?: number;
  /** `/stats/throughput` is multiplied by this. */
  readonly statsFactor?: number;
}

/** A running proxy. */
export interface FaultProxy {
  readonly endpoint: string;
  /** Batches that have come, whatever became of them. */
  readonly batches: number;
  /** Sends at once what is held back, and ends every connection. */
  close(): Promise<void>;
}

/**
 * Stands between a generator and a collector and lets chosen things go wrong, so that it can be shown that they are found. Takes both wire
 * forms and HTTP without TLS; listens on 127.0.0.1 only.
 */
export async function startFaultProxy(collector: string, faults: CollectorFaults): Promise<FaultProxy> {
  const proxy = new CollectorProxy(collector, faults);
  await proxy.listen();
  return proxy;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

class CollectorProxy implements FaultProxy {
  readonly #collector: URL;
  readonly #faults: CollectorFaults;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #server: Server;
  readonly #heldBack = new Map<NodeJS.Timeout, () => Promise<unknown>>();
  batches = 0;

  constructor(collector: string, faults: CollectorFaults) {
    this.#collector = new URL(collector);
    this.#faults = faults;
    this.#server = createServer((incoming, outgoing) => {
      this.#serve(incoming, outgoing).catch(() => outgoing.destroy());
    });
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
  }

  async close(): Promise<void> {
    const late = [...this.#heldBack].map(([timer, send]) => {
      clearTimeout(timer);
      return send();
    });
    await Promise.allSettled(late);
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await closed;
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const isBatch =
      incoming.method === 'POST' && /\/wsman\/(?:events|subscriptions)/.test(incoming.url ?? '');
    if (isBatch) return await this.#serveBatch(incoming, outgoing, ++this.batches);
    const answer = await this.#forward(incoming, await buffer(incoming));
    give(outgoing, incoming.url === '/stats/throughput' ? this.#lying(answer) : answer);
  }

  async #serveBatch(incoming: IncomingMessage, outgoing: ServerResponse, n: number): Promise<void> {
    const { failBatches, cutBatches, loseAnswers, answerAfterMs = 0 } = this.#faults;
    if (cutBatches?.includes(n)) {
      incoming.once('data', () => incoming.socket.resetAndDestroy());
      return;
    }
    const body = await buffer(incoming);
    if (failBatches !== undefined && n >= failBatches[0] && n <= failBatches[1]) {
      outgoing.writeHead(500).end('out of order');
      return;
    }
    const answer = await this.#forward(incoming, this.#edited(incoming, body));
    if (loseAnswers?.includes(n)) {
      incoming.socket.resetAndDestroy();
      return;
    }
    if (answerAfterMs > 0) await new Promise((resolve) => setTimeout(resolve, answerAfterMs));
    give(outgoing, answer);
  }

  #edited(incoming: IncomingMessage, body: Buffer): Buffer {
    const { events, delayMs = 2000 } = this.#faults;
    const ids = events === undefined ? null : idsOfBatch(body);
    if (events === undefined || ids === null) return body;
    const faulty = faultyEvents(events, ids.first, ids.last);
    if (faulty.length === 0) return body;
    const edited = editBatch(body, faulty);
    for (const late of edited.heldBack) this.#sendLater(incoming, late, delayMs);
    return edited.body;
  }

  #sendLater(incoming: IncomingMessage, body: Buffer, delayMs: number): void {
    const send = (): Promise<unknown> => {
      this.#heldBack.delete(timer);
      return this.#forward(incoming, body).catch(() => undefined);
    };
    const timer = setTimeout(send, delayMs);
    this.#heldBack.set(timer, send);
  }

  #forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    const { 'transfer-encoding': _chunked, ...rest } = headers;
    const options = {
      agent: this.#agent,
      method,
      headers: { ...rest, host: this.#collector.host, 'content-length': body.length },
    };
    return new Promise((resolve, reject) => {
      request(new URL(url ?? '/', this.#collector), options, (answer) => {
        const { statusCode: status = 502, headers: answered } = answer;
        buffer(answer).then((bytes) => resolve({ status, headers: answered, body: bytes }), reject);
      })
        .on('error', reject)
        .end(body);
    });
  }

  #lying(answer: Answer): Answer {
    const { statsFactor } = this.#faults;
    if (statsFactor === undefined || answer.status !== 200) return answer;
    const stats = JSON.parse(answer.body.toString()) as readonly Readonly<Record<string, unknown>>[];
    const body = Buffer.from(JSON.stringify(stats.map((entry) => multiplied(entry, statsFactor))));
    return { ...answer, body };
  }
}

function multiplied(entry: Readonly<Record<string, unknown>>, factor: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [
      name,
      typeof value === 'number' ? Math.round(value * factor) : value,
    ]),
  );
}

function give(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const { 'transfer-encoding': _chunked, connection: _connection, ...rest } = headers;
  outgoing.writeHead(status, { ...rest, 'content-length': body.length }).end(body);
}
