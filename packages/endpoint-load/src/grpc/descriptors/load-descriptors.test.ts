import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { startUsersServers } from '@benchwright/rest-grpc-compare';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFile } from '../../testing/temporary-file.js';
import { createMessageEncoder, messageTemplate } from '../messages/message-template.js';
import { type DescriptorSource, loadDescriptors } from './load-descriptors.js';
import type { ReflectionTarget } from './reflection.js';

const folder = fileURLToPath(new URL('../../../testdata/proto', import.meta.url));
const usersProto = fileURLToPath(new URL('../../../../../proto/user_service.proto', import.meta.url));
const SERVICE = 'test.everything.Everything';
const nowhere: ReflectionTarget = { address: '127.0.0.1:1', tls: null, metadata: [], timeoutNs: 1e9 };
const source = (change: Partial<DescriptorSource>): DescriptorSource => ({
  proto: [],
  importPaths: [],
  protoset: null,
  ...change,
});

const everything = {
  aDouble: 1.5,
  aFloat: -0.25,
  anInt32: -7,
  anInt64: '-9007199254740993',
  aUint32: 4_000_000_000,
  aUint64: '18446744073709551615',
  aSint32: -3,
  aSint64: '-5',
  aFixed32: 9,
  aFixed64: '10',
  aSfixed32: -11,
  aSfixed64: '-12',
  aBool: true,
  aString: 'größe',
  someBytes: 'AQID',
  color: 'COLOR_DEEP_BLUE',
  size: 'SIZE_LARGE',
  inner: { someText: 'x', children: [{ some_text: 'y' }, {}] },
  packedNumbers: [1, 300, -1],
  loose_numbers: [1, 2],
  texts: ['a', ''],
  colors: ['COLOR_RED', 7],
  countsByName: { a: 1, b: 0 },
  innerById: { '5': { someText: 'z' } },
  colorByFlag: { true: 'COLOR_RED' },
  byInner: { someText: 'chosen' },
  maybeZero: 0,
  called: 'renamed',
  at: '2026-11-21T02:00:00.5Z',
  took: '1.5s',
  anything: { k: [1, 'two', null, { deep: true }] },
  wrapped: '42',
  legacy: { name: 'old', zero: 0, loose: [1, 2], packed: [3, 4], kind: 'OLD' },
};

describe('messages described by .proto files', () => {
  /** What buf makes of the same files. */
  let oracle: Uint8Array;
  beforeAll(() => {
    const require = createRequire(import.meta.url);
    const buf = require.resolve('@bufbuild/buf/bin/buf');
    const built = spawnSync(process.execPath, [buf, 'build', folder, '-o', '-'], { encoding: 'buffer' });
    expect(built.stderr.toString()).toBe('');
    oracle = built.stdout;
  });
  const encoded = (descriptors: Uint8Array, json: unknown): string => {
    const name = { service: SERVICE, method: 'Send' };
    const template = messageTemplate(descriptors, name, JSON.stringify(json), true);
    return Buffer.from(createMessageEncoder(template, 1)(0)).toString('hex');
  };

  it('are the same bytes as with the descriptors that buf makes', async () => {
    const proto = [`${folder}/everything.proto`];
    const ours = await loadDescriptors(source({ proto, importPaths: [folder] }), nowhere, SERVICE);
    expect(encoded(ours, everything)).toBe(encoded(oracle, everything));
    // One field at a time, so that a failure names it.
    for (const [field, value] of Object.entries(everything)) {
      expect(encoded(ours, { [field]: value }), field).toBe(encoded(oracle, { [field]: value }));
    }
    expect(encoded(ours, { byName: '', color: 0 })).toBe(encoded(oracle, { byName: '', color: 0 }));
  });

  it('find imports from the folder of the file that has them', async () => {
    const ours = await loadDescriptors(source({ proto: [`${folder}/everything.proto`] }), nowhere, SERVICE);
    expect(encoded(ours, { legacy: { name: 'x' } })).toBe(encoded(oracle, { legacy: { name: 'x' } }));
  });

  it('may be described by a descriptor set instead', async () => {
    const protoset = temporaryFile('set.binpb', oracle);
    const ours = await loadDescriptors(source({ protoset }), nowhere, SERVICE);
    expect(encoded(ours, everything)).toBe(encoded(oracle, everything));
  });

  it.each([
    ['a field that there is not', { nope: 1 }, /the message is no test\.everything\.Message: .*nope/],
    ['a value of another type', { anInt32: 'x' }, /an_int32/],
    ['an enum value that there is not', { color: 'GREEN' }, /GREEN/],
  ])('%s is refused', (_what, json, message) => {
    expect(() => encoded(oracle, json)).toThrow(message);
  });

  it.each([
    [{ service: 'test.Nope', method: 'Send' }, /there is no service test\.Nope/],
    [{ service: SERVICE, method: 'Nope' }, /Everything has no method Nope/],
    [{ service: SERVICE, method: 'Watch' }, /streams; only unary methods/],
  ])('%j is refused', (name, message) => {
    expect(() => createMessageEncoder(messageTemplate(oracle, name, '{}', false), 1)).toThrow(message);
  });
});

describe('files that cannot be used', () => {
  it.each([
    ['a .proto file that is not there', { proto: ['/nowhere/x.proto'] }, 'ERR_CONFIG', /\/nowhere\/x\.proto/],
    ['a descriptor set that is not there', { protoset: '/nowhere/x' }, 'ERR_NOT_READABLE', /\/nowhere\/x/],
  ])('%s', async (_what, change, code, message) => {
    await expect(loadDescriptors(source(change), nowhere, SERVICE)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('a .proto file that is none, with its line', async () => {
    const proto = [temporaryFile('x.proto', 'syntax = "proto3";\nmessage {')];
    await expect(loadDescriptors(source({ proto }), nowhere, SERVICE)).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      message: expect.stringMatching(/x\.proto.*line 2/),
    });
  });

  it('a descriptor set that is none', async () => {
    const protoset = temporaryFile('x', 'no descriptors at all, only text');
    await expect(loadDescriptors(source({ protoset }), nowhere, SERVICE)).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      message: expect.stringContaining('is no file descriptor set'),
    });
  });
});

describe('a server that offers reflection', () => {
  it('describes its service as the .proto file does', async () => {
    const servers = await startUsersServers({ grpcPort: 0, only: 'grpc' });
    onTestFinished(() => servers.close());
    const address = servers.endpoints.grpc!;
    const service = 'api.performance.UserService';
    const reflected = await loadDescriptors(source({}), { ...nowhere, address }, service);
    const read = await loadDescriptors(source({ proto: [usersProto] }), nowhere, service);
    const json = '{"username":"a","email":"b","first_name":"c","lastName":"d"}';
    const bytes = [reflected, read].map((descriptors) =>
      createMessageEncoder(
        messageTemplate(descriptors, { service, method: 'CreateUser' }, json, false),
        1,
      )(0),
    );
    expect(bytes[0]!.length).toBeGreaterThan(10);
    expect(Buffer.from(bytes[0]!)).toEqual(Buffer.from(bytes[1]!));
    expect(readFileSync(usersProto, 'utf8')).toContain('CreateUser');
    await expect(loadDescriptors(source({}), { ...nowhere, address }, 'api.Nope')).rejects.toMatchObject({
      code: 'ERR_REFLECTION',
      message: expect.stringContaining('the server does not know api.Nope'),
    });
  });
});
