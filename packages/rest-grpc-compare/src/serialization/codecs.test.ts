import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../operations.js';
import { decodeTask, encodeTask } from './codecs.js';
import { INSTANCES, messagesOf } from './messages.js';

describe.each(OPERATIONS)('the messages of %s', (operation) => {
  const { request, response } = messagesOf({ operation, size: 10 });

  it('come back as they were, in protobuf as in JSON', () => {
    for (const { type, protobuf, json } of [request, response]) {
      expect(protobuf).toHaveLength(INSTANCES);
      const bytes = type.encode(protobuf[3]!).finish();
      expect(type.encode(type.decode(bytes)).finish()).toEqual(bytes);
      if (json !== null) expect(JSON.parse(JSON.stringify(json[3]))).toBeTruthy();
    }
  });

  it('have the same size from both serialisers of a protocol, and are smaller as protobuf', () => {
    for (let i = 0; i < INSTANCES; i++) {
      const size = (codec: Parameters<typeof encodeTask>[0]): number => encodeTask(codec, response)!(i);
      expect(size('json-compiled')).toBe(size('json'));
      expect(size('protobuf-reused')).toBe(size('protobuf'));
      expect(size('protobuf')).toBeLessThan(size('json'));
    }
  });

  it('are decoded from the bytes that they are encoded to', () => {
    for (const codec of ['json', 'protobuf'] as const) {
      expect(decodeTask(codec, response)!(5)).toBe(encodeTask(codec, response)!(5));
    }
  });
});

it('there is nothing to do for what a codec cannot, or REST does not', () => {
  const { request, response } = messagesOf({ operation: 'getUser', size: 1 });
  expect([
    encodeTask('json', request),
    encodeTask('json-compiled', request),
    decodeTask('json', request),
  ]).toEqual([null, null, null]);
  expect([decodeTask('json-compiled', response), decodeTask('protobuf-reused', response)]).toEqual([
    null,
    null,
  ]);
});

it('several instances take turns, which differ', () => {
  const { response } = messagesOf({ operation: 'getUser', size: 1 });
  const texts = new Set(response.json!.map((value) => JSON.stringify(value)));
  expect(texts.size).toBeGreaterThan(INSTANCES * 0.9);
});
