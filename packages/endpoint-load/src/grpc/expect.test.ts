import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { runInMemory } from '@benchwright/load-driver/conformance';
import type { TrialRecord } from '@benchwright/result-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseGrpcStatusSet } from '../expect/grpc-status-set.js';
import { type GrpcConfigInput, grpcConfigSchema } from './config.js';
import { grpcSuite } from './suite.js';

const proto = fileURLToPath(new URL('../../../../proto/user_service.proto', import.meta.url));
const method = 'api.performance.UserService/GetUser';

/** A server of raw HTTP/2 that answers every call with one message, or with a status; keeps the metadata it saw. */
async function answering(status: number, message: Uint8Array) {
  const seen: string[] = [];
  const server = createServer();
  server.on('stream', (stream, headers) => {
    seen.push(String(headers['x-tenant']));
    stream.resume();
    stream.on('end', () => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status) }));
      const prefix = Buffer.alloc(5);
      prefix.writeUInt32BE(message.length, 1);
      stream.end(Buffer.concat([prefix, message]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
  return { seen, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function countsOf(input: Partial<GrpcConfigInput>): Promise<TrialRecord['counts']> {
  const given = { method, proto: [proto], timeout: '5s', requests: 12, trials: 1, concurrency: 3, ...input };
  const config = grpcConfigSchema.parse({ ceiling: false, ...given });
  const { trials } = await runInMemory(grpcSuite, config);
  return trials[0]!.counts;
}

/** An answer whose user (field 1) has the id 7 (field 1) and the first name Ada (field 4). */
const ada = Uint8Array.of(0x0a, 7, 0x08, 7, 0x22, 3, 0x41, 0x64, 0x61);

describe('--expect-status of calls', () => {
  it('takes another status than OK for success, and OK for none', async () => {
    const { address } = await answering(5, new Uint8Array());
    expect(await countsOf({ address, expectStatus: 'NOT_FOUND' })).toMatchObject({ ok: 12, failed: 0 });
    expect((await countsOf({ address })).errors).toEqual({ GRPC_NOT_FOUND: 12 });
    const fine = await answering(0, ada);
    expect((await countsOf({ address: fine.address, expectStatus: '5' })).errors).toEqual({ GRPC_OK: 12 });
  });

  it('is read by name and by code', () => {
    expect(parseGrpcStatusSet('ok, NOT_FOUND,16')).toEqual(new Set([0, 5, 16]));
    expect(parseGrpcStatusSet('17')).toBeNull();
    expect(parseGrpcStatusSet('FINE')).toBeNull();
    expect(grpcConfigSchema.safeParse({ expectStatus: 'FINE' }).error?.issues[0]?.message).toMatch(
      /OK or NOT_FOUND/,
    );
  });
});

describe('--expect-body of calls', () => {
  it('compares the fields named, by either of their names, and counts others as WRONG_ANSWER', async () => {
    const { address } = await answering(0, ada);
    const outcome = async (expectBody: string) => (await countsOf({ address, expectBody })).errors;
    expect(await outcome('{"user":{"firstName":"Ada"}}')).toEqual({});
    expect(await outcome('{"user":{"id":7,"first_name":"Ada"}}')).toEqual({});
    expect(await outcome('{"user":{"first_name":"Bob"}}')).toEqual({ WRONG_ANSWER: 12 });
    // A field that is not set has its default value.
    expect(await outcome('{"user":{"email":""}}')).toEqual({});
    expect(await outcome('{"user":{"email":"a@b"}}')).toEqual({ WRONG_ANSWER: 12 });
  });

  it('takes an answer that is no such message for wrong', async () => {
    const { address } = await answering(0, Uint8Array.of(0x0a, 0xff));
    expect((await countsOf({ address, expectBody: '{"user":{"id":7}}' })).errors).toEqual({
      WRONG_ANSWER: 12,
    });
  });

  it('refuses what the answer cannot have, before anything is sent', async () => {
    const { address, seen } = await answering(0, ada);
    await expect(countsOf({ address, expectBody: '{"colour":"red"}' })).rejects.toThrow(/colour/);
    expect(seen).toEqual([]);
    expect(grpcConfigSchema.safeParse({ expectBody: '[1]' }).error?.issues[0]?.message).toMatch(
      /JSON object/,
    );
  });
});

describe('metadata with fields', () => {
  it.each([1, 2])('has a value of its own in every call, from %d threads', async (workers) => {
    const { address, seen } = await answering(0, ada);
    const counts = await countsOf({
      address,
      metadata: ['X-Tenant: t-{{seq}}'],
      workers,
      connections: 2,
      concurrency: 4,
    });
    expect(counts).toMatchObject({ ok: 12, failed: 0 });
    expect(new Set(seen)).toEqual(new Set(Array.from({ length: 12 }, (_, n) => `t-${n}`)));
    expect(seen).toHaveLength(12);
  });

  it('is sent as it stands when it is literal, and refused when it has no such field', async () => {
    const { address, seen } = await answering(0, ada);
    await countsOf({ address, metadata: ['x-tenant: {{seq}}'], literal: true });
    expect(new Set(seen)).toEqual(new Set(['{{seq}}']));
    const wrong = grpcConfigSchema.safeParse({ metadata: ['x-tenant: {{nope}}'] });
    expect(wrong.error?.issues[0]).toMatchObject({
      path: ['metadata', 0],
      message: expect.stringMatching(/no field/),
    });
  });
});
