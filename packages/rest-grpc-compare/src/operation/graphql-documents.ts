import type { OperationName } from '../operations.js';

const USER = 'id username email firstName lastName createdAt isActive';
const ORDER = 'id userId orderDate totalAmount status items { id productName quantity unitPrice }';

/** A GraphQL operation: its text, and the field of `data` that the answer stands in. */
export interface GraphqlDocument {
  readonly query: string;
  readonly field: string;
}

// Every field that the other protocols answer with is asked for: the same data, in another form. The text is the same
// for every request, as applications have it: a server parses it once.
export const GRAPHQL_DOCUMENTS: Readonly<Record<OperationName, GraphqlDocument>> = {
  getUser: { field: 'user', query: `query GetUser($id: ID!) { user(id: $id) { ${USER} } }` },
  listUsers: {
    field: 'listUsers',
    query: `query ListUsers($page: Int, $size: Int) { listUsers(page: $page, size: $size) { users { ${USER} } totalElements totalPages currentPage } }`,
  },
  getUserOrders: {
    field: 'userOrders',
    query: `query GetUserOrders($userId: ID!) { userOrders(userId: $userId) { ${ORDER} } }`,
  },
  searchUsers: {
    field: 'searchUsers',
    query: `query SearchUsers($query: String!, $limit: Int) { searchUsers(query: $query, limit: $limit) { ${USER} } }`,
  },
  createUser: {
    field: 'createUser',
    query: `mutation CreateUser($input: CreateUserInput!) { createUser(input: $input) { ${USER} } }`,
  },
  bulkCreateUsers: {
    field: 'bulkCreateUsers',
    query: `mutation BulkCreateUsers($inputs: [CreateUserInput!]!) { bulkCreateUsers(inputs: $inputs) { ${USER} } }`,
  },
};
