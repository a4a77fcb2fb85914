import { proxyNumber } from '../proxy.js';
import type { Server } from '../server.js';
import { type Answer, askOverHttp1, askOverHttp2 } from './ask.js';
import { questionsFor } from './questions.js';
import { reach } from './reach.js';
import type { ServerCheck } from './server-check.js';

/**
 * Does a server of a protocol over HTTP answer? A TCP connection first: without one the server is down. Then plain
 * questions: the first that is answered will do. A server that accepts connections but answers none is not down: it is
 * measured, and what it answers is counted for what it is.
 */
export async function checkHttp(server: Server, userId: number, signal: AbortSignal): Promise<ServerCheck> {
  const { host, port, http } = server;
  const refusal = await reach(host, port, signal);
  if (refusal !== null) {
    return { reached: false, tried: [`TCP connection to ${host}:${port}: ${refusal}`], proxy: 0 };
  }
  const tried: string[] = [];
  for (const { exchange, problemWith } of questionsFor(server, userId)) {
    const answer = await (http === 1 ? askOverHttp1 : askOverHttp2)(server.origin, exchange, signal);
    const problem = problemOf(answer, problemWith);
    if (problem === null) return { reached: true, problem: null, proxy: proxyNumber(answer.header) };
    tried.push(`${exchange.method} ${exchange.path}: ${problem}`);
  }
  return { reached: true, problem: tried.join('; '), proxy: 0 };
}

function problemOf(answer: Answer, problemWith: (body: Buffer) => string | null): string | null {
  if (answer.status === null) return answer.said;
  if (answer.status < 200 || answer.status > 299) return `HTTP ${answer.status}`;
  return problemWith(answer.body);
}
