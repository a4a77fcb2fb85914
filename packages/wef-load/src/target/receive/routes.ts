import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerText } from './answer.js';

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Handlers by path and method. A path that ends in `/` stands for all below it. */
export type Routes = Readonly<Record<string, Readonly<Record<string, Handler>>>>;

/** The handler of every request of a server. */
export function dispatch(routes: Routes): Handler {
  const prefixes = Object.keys(routes).filter((path) => path.endsWith('/'));
  return (request, response) => {
    const url = request.url ?? '/';
    const query = url.indexOf('?');
    const path = query < 0 ? url : url.slice(0, query);
    const methods = routes[path] ?? routes[prefixes.find((prefix) => path.startsWith(prefix)) ?? ''];
    const handler = methods?.[request.method ?? ''];
    if (handler !== undefined) return handler(request, response);
    request.resume();
    if (methods === undefined) return answerText(response, 404, `There is nothing at ${path}.\n`);
    response.setHeader('Allow', Object.keys(methods).join(', '));
    answerText(response, 405, `Use ${Object.keys(methods).join(' or ')}.\n`);
  };
}
