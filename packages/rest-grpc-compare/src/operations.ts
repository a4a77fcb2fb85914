/** The calls of the users API that can be compared, named as its RPCs are. */
export const OPERATIONS = [
  'getUser',
  'listUsers',
  'getUserOrders',
  'searchUsers',
  'createUser',
  'bulkCreateUsers',
] as const;

/** One call of the users API. */
export type OperationName = (typeof OPERATIONS)[number];
