import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.js';
import { tokenBody } from './schemas.js';
import { createToken, sameSecret, TOKEN_SECONDS, tokenProblem } from './tokens.js';

/** Open to everybody, with a key or without. */
const OPEN = new Set(['/health', '/metrics', '/auth/token']);

/** The secrets of a server that wants to know its callers. */
export interface AuthenticationOptions {
  readonly apiKey: string;
  readonly tokenSecret: string;
  readonly nowSeconds?: () => number;
}

/** Wants `X-API-Key`, or a bearer token of POST /auth/token, of every request but those for health, metrics and tokens. */
export function addAuthentication(app: FastifyInstance, options: AuthenticationOptions): void {
  const { apiKey, tokenSecret, nowSeconds = () => Date.now() / 1000 } = options;
  app.addHook('onRequest', async (request) => {
    if (OPEN.has(request.routeOptions.url ?? '')) return;
    const problem = problemOf(request, (token) => tokenProblem(token, tokenSecret, nowSeconds()), apiKey);
    if (problem !== null) throw new ApiError(401, problem);
  });
  app.post<{ Body: { api_key: string } }>(
    '/auth/token',
    { schema: { body: tokenBody } },
    async ({ body: { api_key } }) => {
      if (!sameSecret(api_key, apiKey)) throw new ApiError(401, 'Invalid API key');
      const userId = createHash('sha256').update(api_key).digest('hex').slice(0, 16);
      return {
        access_token: createToken(userId, tokenSecret, nowSeconds()),
        token_type: 'bearer',
        expires_in: TOKEN_SECONDS,
      };
    },
  );
}

function problemOf(
  { headers }: FastifyRequest,
  checkToken: (token: string) => string | null,
  apiKey: string,
): string | null {
  const key = headers['x-api-key'];
  if (typeof key === 'string') return sameSecret(key, apiKey) ? null : 'Invalid API key';
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  return bearer === undefined ? 'Not authenticated' : checkToken(bearer);
}
