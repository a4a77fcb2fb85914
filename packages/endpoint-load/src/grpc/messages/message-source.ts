import type { RequestSource } from '@benchwright/load-driver';
import { RequestCounter, type SourceSlice } from '../../request/request-order.js';
import { createMessageEncoder, type MessageTemplate } from './message-template.js';

export interface MessageSet {
  readonly template: MessageTemplate;
  readonly seed: number;
  /** How many different messages are made beforehand. */
  readonly variants: number;
}

/**
 * Gives the messages of a run. Encoding JSON as protobuf takes microseconds and allocates, so it is done beforehand: a template
 * with fields has `variants` different messages, which are sent in turn. Only `{{seq}}`, which must never repeat, has each
 * message encoded as it is sent (some 5 µs more per call).
 *
 * @throws GrpcMethodError when the method or the message cannot be
 */
export function createMessageSource(
  { template, seed, variants }: MessageSet,
  slice: SourceSlice,
): RequestSource {
  const encode = createMessageEncoder(template, seed);
  if (template.fields.some(({ kind }) => kind === 'seq')) {
    const counter = new RequestCounter(1, null, slice);
    return {
      bytesFor: () => {
        const n = counter.number;
        counter.next();
        return encode(n);
      },
    };
  }
  const count = template.fields.length === 0 ? 1 : variants;
  const messages = Array.from({ length: count }, (_, n) => Buffer.from(encode(n)));
  const counter = new RequestCounter(count, null, slice);
  return { bytesFor: () => messages[counter.next()]! };
}
