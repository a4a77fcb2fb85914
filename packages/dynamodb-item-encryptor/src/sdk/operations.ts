import type { AttributeMap } from '../attribute/attribute-value.js';

/** What requests have in common, as far as it matters here. The names are DynamoDB's. */
export interface RequestPart {
  readonly TableName?: string;
  readonly ConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ProjectionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ReturnValues?: string;
  readonly Select?: string;
  readonly Statement?: string;
  readonly Item?: AttributeMap;
}

/** One entry of TransactWriteItems. */
export interface TransactWrite {
  readonly Put?: RequestPart;
  readonly Update?: RequestPart;
  readonly Delete?: RequestPart;
  readonly ConditionCheck?: RequestPart;
}

/** One entry of BatchWriteItem. */
export interface WriteRequest {
  readonly PutRequest?: { readonly Item?: AttributeMap };
  readonly DeleteRequest?: object;
}

/** The input of any operation that reads or writes items. */
export interface OperationInput extends RequestPart {
  readonly RequestItems?: Readonly<Record<string, RequestPart | readonly WriteRequest[]>>;
  readonly TransactItems?: readonly (TransactWrite & { readonly Get?: RequestPart })[];
  readonly Statements?: readonly RequestPart[];
  readonly TransactStatements?: readonly RequestPart[];
}

/** The output of any of them. */
export interface OperationOutput {
  Item?: AttributeMap;
  Items?: AttributeMap[];
  Attributes?: AttributeMap;
  Responses?: Record<string, AttributeMap[]> | { Item?: AttributeMap }[];
  UnprocessedItems?: Record<string, WriteRequest[]>;
}

/** The parameters of DynamoDB's first interface, in whose place expressions came. */
export const legacyParameters = [
  'AttributesToGet',
  'AttributeUpdates',
  'ConditionalOperator',
  'Expected',
  'KeyConditions',
  'QueryFilter',
  'ScanFilter',
] as const;
