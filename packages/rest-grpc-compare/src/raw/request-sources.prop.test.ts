import { buildRequest } from '@benchwright/load-driver';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restGrpcConfigSchema } from '../config.js';
import { dialectOf, type HttpExchange } from '../operation/dialect.js';
import { RequestSequence } from '../operation/request-sequence.js';
import { OPERATIONS } from '../operations.js';
import type { ProtocolId } from '../protocols.js';
import { Numbers } from './numbers.js';
import { grpcMessages, http1Requests, http2Requests, type SourceOptions } from './request-sources.js';

const SLOTS = 3;
const operations = fc.constantFrom(...OPERATIONS);
/** What is asked for, one after the other, on which slot. */
const sends = fc.array(fc.tuple(fc.nat({ max: SLOTS - 1 }), fc.nat({ max: 1e6 })), { maxLength: 40 });
const ranges = fc.constantFrom('1-10000', '9-11', '1-9007199254740991', '99999-100001');

function options(protocol: ProtocolId, operation: (typeof OPERATIONS)[number], range: string) {
  // Pages are int32 in gRPC: the config lets no range pass that goes beyond.
  const userIdRange = operation === 'listUsers' && range.length > 15 ? '1-20000000000' : range;
  const requests = new RequestSequence(restGrpcConfigSchema.parse({ operation, userIdRange, bulkSize: 3 }));
  const source: SourceOptions = {
    dialect: dialectOf(protocol, requests.call, '/base'),
    numbers: new Numbers(SLOTS),
    slots: SLOTS,
    range: requests.range,
  };
  return { requests, source };
}

function bytesOf({ body }: HttpExchange): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body ?? []);
}

describe('the bytes that a raw transport is given', () => {
  it.each(['rest', 'graphql', 'grpc-web'] as const)(
    '%s: those of the whole request, anew or in place',
    (protocol) => {
      fc.assert(
        fc.property(operations, ranges, sends, (operation, range, sent) => {
          const { requests, source } = options(protocol, operation, range);
          const bytes = http1Requests(source, 'localhost:1', 'shared');
          for (const [slot, sequence] of sent) {
            const number = requests.numberFor(sequence);
            source.numbers.begin(slot, number);
            const { method, path, headers, body } = source.dialect.exchangeFor(number);
            const whole = buildRequest({
              method,
              path,
              host: 'localhost:1',
              headers,
              ...(body === null ? {} : { body }),
            });
            expect(Buffer.from(bytes.bytesFor(slot, sequence)).toString('latin1')).toBe(
              whole.toString('latin1'),
            );
          }
        }),
        { numRuns: 40 },
      );
    },
  );

  it('grpc: those of the message', () => {
    fc.assert(
      fc.property(operations, ranges, sends, (operation, range, sent) => {
        const { requests, source } = options('grpc', operation, range);
        const messages = grpcMessages(source);
        for (const [slot, sequence] of sent) {
          const number = requests.numberFor(sequence);
          source.numbers.begin(slot, number);
          const message = Buffer.from(messages.bytesFor(slot, sequence));
          expect(message.equals(bytesOf(source.dialect.exchangeFor(number)))).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('rest-h2: the body, and the same headers for the same request', () => {
    fc.assert(
      fc.property(operations, ranges, sends, (operation, range, sent) => {
        const { requests, source } = options('rest-h2', operation, range);
        const made = http2Requests(source, 'localhost:1', 'http');
        for (const [slot, sequence] of sent) {
          const number = requests.numberFor(sequence);
          source.numbers.begin(slot, number);
          const headers = Buffer.from(made.headersFor(slot, sequence).frames);
          expect(
            Buffer.from(made.bodyFor(slot, sequence)).equals(bytesOf(source.dialect.exchangeFor(number))),
          ).toBe(true);
          expect(Buffer.from(made.headersFor(slot, sequence).frames).equals(headers)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('stay as they are for a request under way while other slots send', () => {
    const { requests, source } = options('rest', 'getUser', '100-999');
    const bytes = http1Requests(source, 'localhost:1', 'shared');
    source.numbers.begin(0, requests.numberFor(1));
    const underWay = bytes.bytesFor(0, 1);
    const before = Buffer.from(underWay);
    for (let sequence = 2; sequence < 50; sequence++) {
      source.numbers.begin(1, requests.numberFor(sequence));
      bytes.bytesFor(1, sequence);
    }
    expect(before.equals(underWay)).toBe(true);
  });

  it('ask the server to close after the answer where every request has a connection of its own', () => {
    const { source } = options('rest', 'getUser', '1-9');
    source.numbers.begin(0, 5);
    const text = (policy: 'shared' | 'per-request') =>
      Buffer.from(http1Requests(source, 'h:1', policy).bytesFor(0, 0)).toString();
    expect(text('per-request')).toMatch(/^GET \/base\/api\/users\/5 [\s\S]*\r\nConnection: close\r\n/);
    expect(text('shared')).not.toMatch(/connection/i);
  });
});
