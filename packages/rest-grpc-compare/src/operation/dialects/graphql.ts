import type { ApiCall } from '../api-call.js';
import type { Dialect } from '../dialect.js';
import { GRAPHQL_DOCUMENTS } from '../graphql-documents.js';
import { judged } from './judged.js';

const DEFAULT_PATH = '/graphql';
const HEADERS = [
  ['accept', 'application/graphql-response+json, application/json'],
  ['content-type', 'application/json'],
] as const;

/** A code that may become an error class: anything else could be as long and as various as the server likes. */
const CODE = /^[A-Z][A-Z_]{0,39}$/;

/**
 * GraphQL over HTTP: one POST per operation, text and variables as JSON. A field that is null where something was asked
 * for is this protocol's "not found".
 */
export function graphqlDialect(call: ApiCall, path: string): Dialect {
  const { query, field } = GRAPHQL_DOCUMENTS[call.operation];
  return {
    call,
    exchangeFor: (number) => ({
      method: 'POST',
      path: path === '' ? DEFAULT_PATH : path,
      headers: HEADERS,
      body: JSON.stringify({ query, variables: call.requestFor(number).variables() }),
    }),
    judge: (body, number) => judged(() => wrongWith(JSON.parse(body.toString('utf8')), field, call, number)),
    payloadBytes: (body) => body.length,
  };
}

interface GraphqlAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[];
}

function wrongWith(answer: GraphqlAnswer, field: string, call: ApiCall, number: number): string | null {
  const [error] = answer.errors ?? [];
  if (error !== undefined) {
    const code = error.extensions?.code;
    return typeof code === 'string' && CODE.test(code) ? `GRAPHQL_${code}` : 'GRAPHQL_ERROR';
  }
  const found = answer.data?.[field];
  if (found === null) return 'GRAPHQL_NOT_FOUND';
  return call.requestFor(number).accepts(found) ? null : 'WRONG_ANSWER';
}
