import { GRAPHQL_DOCUMENTS } from '../operation/graphql-documents.js';
import type { OperationName } from '../operations.js';

type Fields = Readonly<Record<string, unknown>>;

/** What GraphQL sends for a request, of the same fields as gRPC's message: the text of the operation and its variables. Pure. */
export function graphqlRequest(operation: OperationName, message: Fields): Fields {
  return { query: GRAPHQL_DOCUMENTS[operation].query, variables: variablesOf(operation, message) };
}

/** What GraphQL answers with where REST has this body: the same data under the name of the field, ids as text. Pure. */
export function graphqlResponse(operation: OperationName, body: unknown): Fields {
  return { data: { [GRAPHQL_DOCUMENTS[operation].field]: withTextIds(body) } };
}

function variablesOf(operation: OperationName, message: Fields): Fields {
  switch (operation) {
    case 'getUser':
      return { id: String(message.userId) };
    case 'getUserOrders':
      return { userId: String(message.userId) };
    case 'createUser':
      return { input: message };
    case 'bulkCreateUsers':
      return { inputs: message.users };
    default:
      return message;
  }
}

/** An ID is text in GraphQL's JSON (October 2021, 3.5.5). */
function withTextIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTextIds);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) =>
      name === 'id' || name === 'userId' ? [name, String(field)] : [name, withTextIds(field)],
    ),
  );
}
