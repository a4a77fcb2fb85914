import { ACTIONS } from './soap.js';

const ACTION = /<(?:[\w-]+:)?Action(?:\s[^>]*)?>\s*([^<]*?)\s*<\//;
const RELATES_TO = /<(?:[\w-]+:)?RelatesTo(?:\s[^>]*)?>\s*([^<]*?)\s*<\//;
const QUOTED = 120;

/**
 * Why an answer is not the acknowledgement of a message; null when it is: SOAP in UTF-8 or UTF-16, with the action Ack and the message's
 * id in RelatesTo.
 */
export function ackProblem(answer: Buffer, messageId: string): string | null {
  const text = soapText(answer);
  if (text.trim() === '') return 'nothing was answered instead of an Ack';
  const action = ACTION.exec(text)?.[1];
  if (action !== ACTIONS.ack) return `the action of the answer is ${quote(action ?? text)} instead of Ack`;
  const relatesTo = RELATES_TO.exec(text)?.[1];
  if (relatesTo?.toLowerCase() === messageId.toLowerCase()) return null;
  return `the Ack relates to ${quote(relatesTo ?? '')}, which is not the message sent (${messageId})`;
}

/** Told by the byte order mark, or by the zero after the `<` where there is none. */
function soapText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0x3c && bytes[1] === 0) return bytes.toString('utf16le');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

function quote(text: string): string {
  return JSON.stringify(text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);
}
