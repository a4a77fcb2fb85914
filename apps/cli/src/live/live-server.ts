import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  LIVE_PAGE_POLICY,
  type LiveEvent,
  NOTHING_YET,
  nextLiveState,
  renderLivePage,
} from '@benchwright/report';
import { isOwnHost, isToken } from './live-access.js';
import { LiveClients } from './live-clients.js';

const MOST_CLIENTS = 64;
/** How long pages may take to fetch the report once the run has ended. */
const LINGER_MS = 3000;

/** The report brings a stricter policy of its own; what only a header can say is said here. */
const REPORT_POLICY = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * Serves the page of a run under way, on loopback only, to whoever knows the token: `/TOKEN/` the page, and once there is one the report;
 * `/TOKEN/events` the events. Gives everything else 403, without saying which part was wrong.
 */
export class LiveServer {
  readonly #token: string;
  readonly #server: Server;
  readonly #clients = new LiveClients(MOST_CLIENTS);
  #state = NOTHING_YET;
  #report: string | null = null;
  /** Pages that were told of the report and have not fetched it. */
  #expected = 0;
  #onFetched: () => void = () => {};

  constructor(token: string) {
    this.#token = token;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** Listens on a port that is free and returns it. Rejects with what the system says. */
  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this.#port;
  }

  apply(event: LiveEvent): void {
    this.#state = nextLiveState(this.#state, event);
    this.#clients.send(event);
  }

  /** Puts the report in the place of the page, and tells the pages to fetch it. */
  finish(report: string): void {
    this.#report = report;
    this.#expected = this.#clients.count;
    this.#clients.send({}, 'report');
    this.#clients.end();
  }

  /** Stops; pages that were told of a report get a moment to fetch it. */
  async close(lingerMs = LINGER_MS): Promise<void> {
    if (this.#expected > 0) await this.#fetched(lingerMs);
    this.#clients.end();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #fetched(lingerMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, lingerMs);
      this.#onFetched = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const [, token = '', ...rest] = (request.url ?? '').split('?', 1)[0]?.split('/') ?? [];
    if (!isOwnHost(request.headers.host, this.#port) || !isToken(token, this.#token)) {
      refuse(response, 403, 'This is not the address that benchwright gave: it holds a token.');
    } else if (request.method !== 'GET') {
      response.setHeader('allow', 'GET');
      refuse(response, 405, 'This page can only be looked at.');
    } else if (rest.length === 1 && rest[0] === '') this.#sendPage(response);
    else if (rest.length === 1 && rest[0] === 'events') this.#sendEvents(response);
    else refuse(response, 404, 'There is nothing here.');
  }

  #sendPage(response: ServerResponse): void {
    const report = this.#report;
    response.setHeader('content-security-policy', report === null ? LIVE_PAGE_POLICY : REPORT_POLICY);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (report !== null) response.on('finish', () => this.#countFetched());
    response.end(report ?? renderLivePage());
  }

  #countFetched(): void {
    this.#expected--;
    if (this.#expected <= 0) this.#onFetched();
  }

  #sendEvents(response: ServerResponse): void {
    if (this.#clients.isFull) refuse(response, 503, `${MOST_CLIENTS} pages are open already.`);
    else this.#clients.add(response, this.#state);
    if (this.#report === null) return;
    this.#clients.send({}, 'report');
    this.#clients.end();
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
