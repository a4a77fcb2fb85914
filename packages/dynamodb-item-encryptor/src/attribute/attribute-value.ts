/**
 * The values of DynamoDB attributes, shaped exactly as `AttributeValue` of `@aws-sdk/client-dynamodb`, so that each is
 * assignable to the other without this package depending on the client (a test holds the two together).
 */
export type AttributeValue =
  | AttributeValue.SMember
  | AttributeValue.NMember
  | AttributeValue.BMember
  | AttributeValue.SSMember
  | AttributeValue.NSMember
  | AttributeValue.BSMember
  | AttributeValue.MMember
  | AttributeValue.LMember
  | AttributeValue.NULLMember
  | AttributeValue.BOOLMember
  | AttributeValue.$UnknownMember;

/** The members of {@link AttributeValue}, one per type. */
export declare namespace AttributeValue {
  /** All members, none of them set. */
  interface None {
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
  interface SMember extends Omit<None, 'S'> {
    S: string;
  }
  /** A number, as text, because DynamoDB's have 38 digits. */
  interface NMember extends Omit<None, 'N'> {
    N: string;
  }
  interface BMember extends Omit<None, 'B'> {
    B: Uint8Array;
  }
  interface SSMember extends Omit<None, 'SS'> {
    SS: string[];
  }
  interface NSMember extends Omit<None, 'NS'> {
    NS: string[];
  }
  interface BSMember extends Omit<None, 'BS'> {
    BS: Uint8Array[];
  }
  interface MMember extends Omit<None, 'M'> {
    M: Record<string, AttributeValue>;
  }
  interface LMember extends Omit<None, 'L'> {
    L: AttributeValue[];
  }
  interface NULLMember extends Omit<None, 'NULL'> {
    NULL: boolean;
  }
  interface BOOLMember extends Omit<None, 'BOOL'> {
    BOOL: boolean;
  }
  /** What the SDK makes of a type it does not know; always refused here. */
  interface $UnknownMember extends Omit<None, '$unknown'> {
    $unknown: [string, unknown];
  }
}

/** An item: attribute names and values, as the AWS SDK's low-level client takes and returns them. */
export type AttributeMap = Record<string, AttributeValue>;
