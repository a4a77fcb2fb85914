import { Client } from 'undici';
import { parseRestUrl } from '../addresses.js';
import { proxyNumber } from '../proxy.js';
import { attemptSignal, reach, reasonOf } from './reach.js';
import type { ServerCheck } from './server-check.js';

/**
 * Does a REST server answer? A TCP connection first: without one the server is down. Then GET /health, and where that
 * is not offered, one user. A server that accepts connections but gives neither is not down: it is measured, and what
 * it answers is counted for what it is.
 */
export async function checkRest(url: string, userId: number, signal: AbortSignal): Promise<ServerCheck> {
  const parsed = parseRestUrl(url);
  if (parsed === null) throw new Error(`no REST URL: ${url}`);
  const { hostname, port, protocol } = new URL(parsed.origin);
  const portNumber = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  const refusal = await reach(hostname, portNumber, signal);
  if (refusal !== null) {
    return { reached: false, tried: [`TCP connection to ${hostname}:${portNumber}: ${refusal}`], proxy: 0 };
  }
  const tried: string[] = [];
  for (const path of ['/health', `/api/users/${userId}`]) {
    const answer = await get(parsed.origin, parsed.prefix + path, signal);
    if (answer.ok) return { reached: true, problem: null, proxy: answer.proxy };
    tried.push(`GET ${path}: ${answer.said}`);
  }
  return { reached: true, problem: tried.join('; '), proxy: 0 };
}

interface Answer {
  readonly ok: boolean;
  readonly said: string;
  readonly proxy: number;
}

async function get(origin: string, path: string, signal: AbortSignal): Promise<Answer> {
  const client = new Client(origin);
  try {
    const answer = await client.request({ method: 'GET', path, signal: attemptSignal(signal) });
    await answer.body.dump();
    const { headers, statusCode } = answer;
    const proxy = proxyNumber((name) => headers[name]?.toString());
    return { ok: statusCode >= 200 && statusCode < 300, said: `HTTP ${statusCode}`, proxy };
  } catch (error) {
    return { ok: false, said: reasonOf(error), proxy: 0 };
  } finally {
    await client.destroy();
  }
}
