/** All members of an attribute value, none of them set. */
interface NoMember {
  S?: never;
  N?: never;
  B?: never;
  SS?: never;
  NS?: never;
  BS?: never;
  M?: never;
  L?: never;
  NULL?: never;
  BOOL?: never;
  $unknown?: never;
}

interface StringMember extends Omit<NoMember, 'S'> {
  S: string;
}
/** A number, as text, because DynamoDB's have 38 digits. */
interface NumberMember extends Omit<NoMember, 'N'> {
  N: string;
}
interface BinaryMember extends Omit<NoMember, 'B'> {
  B: Uint8Array;
}
interface StringSetMember extends Omit<NoMember, 'SS'> {
  SS: string[];
}
interface NumberSetMember extends Omit<NoMember, 'NS'> {
  NS: string[];
}
interface BinarySetMember extends Omit<NoMember, 'BS'> {
  BS: Uint8Array[];
}
interface MapMember extends Omit<NoMember, 'M'> {
  M: Record<string, AttributeValue>;
}
interface ListMember extends Omit<NoMember, 'L'> {
  L: AttributeValue[];
}
interface NullMember extends Omit<NoMember, 'NULL'> {
  NULL: boolean;
}
interface BooleanMember extends Omit<NoMember, 'BOOL'> {
  BOOL: boolean;
}
/** What the SDK makes of a type it does not know; always refused here. */
interface UnknownMember extends Omit<NoMember, '$unknown'> {
  $unknown: [string, unknown];
}

/**
 * The values of DynamoDB attributes, shaped exactly as `AttributeValue` of `@aws-sdk/client-dynamodb`, so that each is
 * assignable to the other without this package depending on the client (a test holds the two together).
 */
export type AttributeValue =
  | StringMember
  | NumberMember
  | BinaryMember
  | StringSetMember
  | NumberSetMember
  | BinarySetMember
  | MapMember
  | ListMember
  | NullMember
  | BooleanMember
  | UnknownMember;

/** An item: attribute names and values, as the AWS SDK's low-level client takes and returns them. */
export type AttributeMap = Record<string, AttributeValue>;
