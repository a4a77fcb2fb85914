import { MalformedBody } from '../parse/malformed-body.js';

/** What a message of WS-Management says of itself. */
export interface SoapHead {
  /** The last part of the Action's URI: `Events`, `Heartbeat`, `Enumerate`, `End`, `SubscriptionEnd`. */
  readonly action: string;
  readonly messageId: string;
  readonly operationId: string | undefined;
}

const LONGEST_HEAD = 65_536;
const HEADER = /<(?:\w+:)?Header(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?Header>/;
const ACTION = /<(?:\w+:)?Action(?:\s[^>]*)?>\s*([^<\s]*)\s*<\//;
const MESSAGE_ID = /<(?:\w+:)?MessageID(?:\s[^>]*)?>\s*([^<\s]*)\s*<\//;
const OPERATION_ID = /<(?:\w+:)?OperationID(?:\s[^>]*)?>\s*([^<\s]*)\s*<\//;
/** What is put into answers: an identifier is a URI, in practice `uuid:…`. */
const IDENTIFIER = /^[\w:.-]{1,200}$/;

/** Reads the SOAP header of a message in UTF-8. @throws MalformedBody where it has no Action or no MessageID */
export function readSoapHead(body: Buffer): SoapHead {
  const text = body.toString('utf8', 0, Math.min(body.length, LONGEST_HEAD));
  const header = HEADER.exec(text)?.[1];
  if (header === undefined) throw new MalformedBody('the envelope has no Header');
  const action = ACTION.exec(header)?.[1];
  const messageId = MESSAGE_ID.exec(header)?.[1];
  if (action === undefined || action === '') throw new MalformedBody('the Header has no Action');
  if (messageId === undefined || !IDENTIFIER.test(messageId)) {
    throw new MalformedBody('the Header has no MessageID');
  }
  const operationId = OPERATION_ID.exec(header)?.[1];
  return {
    action: action.slice(action.lastIndexOf('/') + 1),
    messageId,
    operationId: operationId !== undefined && IDENTIFIER.test(operationId) ? operationId : undefined,
  };
}
