import { describe, expect, it } from 'vitest';
import { restGrpcConfigSchema } from '../config.js';
import { apiCallFor } from '../operation/api-call.js';
import { dialectOf } from '../operation/dialect.js';
import { GRAPHQL_DOCUMENTS } from '../operation/graphql-documents.js';
import { createNewUserSource } from '../operation/new-users.js';
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
    for (const codec of ['json', 'protobuf', 'graphql'] as const) {
      expect(decodeTask(codec, response)!(5)).toBe(encodeTask(codec, response)!(5));
    }
  });
});

it.each(OPERATIONS)(
  'GraphQL sends of %s what its dialect sends, and answers what its check accepts',
  (operation) => {
    const { request, response } = messagesOf({ operation, size: 10 });
    const call = apiCallFor(restGrpcConfigSchema.parse({ operation }), createNewUserSource('cafe0123'));
    const dialect = dialectOf('graphql', call, '');
    const sent = JSON.parse(String(dialect.exchangeFor(1).body));
    const [mine] = request.graphql as { query: string; variables: object }[];
    expect(mine!.query).toBe(sent.query);
    expect(Object.keys(mine!.variables)).toEqual(Object.keys(sent.variables));
    const { field } = GRAPHQL_DOCUMENTS[operation];
    const [answer] = response.graphql as { data: Record<string, unknown> }[];
    expect(answer!.data[field]).toBeTruthy();
    expect(JSON.stringify(answer)).not.toMatch(/"(id|userId)":\d/);
  },
);

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
