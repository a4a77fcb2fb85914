import { formatConfigProblem, parseConfig } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { type RestGrpcConfig, restGrpcConfigSchema, restGrpcQuick } from './config.js';
import { restGrpcConfigTemplate } from './config-template.js';

const defaults = restGrpcConfigSchema.parse({});

function problemsWith(flags: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(flags).map(([key, value]) => ({ origin: `--${key}`, path: [key], value }));
  const parsed = parseConfig(restGrpcConfigSchema, [{ kind: 'entries', entries }]);
  return parsed.ok ? [] : parsed.problems.map(({ origin, message }) => `${origin} ${message}`);
}

describe('defaults', () => {
  it("keeps the original's: ids 1-10000, 100 requests under way", () => {
    expect(defaults).toMatchObject({
      userIdRange: '1-10000',
      concurrency: 100,
      restUrl: null,
      grpcUrl: null,
    });
  });

  it('has what the issue asks for: 5 rounds, shared connections, getUser', () => {
    expect(defaults).toMatchObject({ trials: 5, connections: 'shared', operation: 'getUser', timeout: 30e9 });
  });

  it('survives being written down and read again', () => {
    expect(restGrpcConfigSchema.parse(JSON.parse(JSON.stringify(defaults)))).toEqual(defaults);
  });

  it('stays what it measures under --quick: only requests, warm-up and ceiling differ', () => {
    const quick = restGrpcConfigSchema.parse(restGrpcQuick);
    const { requests: _r, warmup: _w, ceiling: _c, ...same } = quick;
    const { requests: _dr, warmup: _dw, ceiling: _dc, ...expected } = defaults;
    expect(same).toEqual(expected);
    expect(quick.requests).toBeLessThan(defaults.requests);
  });
});

describe('the template', () => {
  it('is the defaults, written out: every field, nothing else', () => {
    const parsed = parseConfig(restGrpcConfigSchema, [
      { kind: 'file', fileName: 'rest-grpc.yaml', text: restGrpcConfigTemplate },
    ]);
    expect(parsed.ok && parsed.value).toEqual(defaults);
    for (const key of Object.keys(defaults))
      expect(restGrpcConfigTemplate).toMatch(new RegExp(`^${key}:`, 'm'));
  });

  it('tells an editor where its schema is', () => {
    expect(restGrpcConfigTemplate.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=./schemas/rest-grpc.schema.json',
    );
  });
});

describe('bad input', () => {
  it.each([
    [
      { protocols: 'rest,soap' },
      '--protocols protocols must be one or more of rest, grpc, graphql, rest-h2, grpc-web, got "rest,soap"',
    ],
    [
      { protocols: [] },
      '--protocols protocols must be one or more of rest, grpc, graphql, rest-h2, grpc-web, got []',
    ],
    [{ clients: 'RAW' }, '--clients clients must be one or more of raw, sdk, got "RAW"'],
    [
      { graphqlUrl: 'http://localhost:1' },
      '--graphqlUrl graphqlUrl must be left out unless graphql is among protocols: its server would not be measured',
    ],
    [
      { operation: 'listUsers', userIdRange: '1-99999999999999' },
      '--userIdRange userIdRange must end by page 2147483647 (an int32 in gRPC), got one that ends on page 4999999999999',
    ],
    [{ requests: '0' }, '--requests requests must be at least 1, got 0'],
    [{ requests: 'abc' }, "--requests requests must be a number, got 'abc'"],
    [{ requests: '2.5' }, '--requests requests must be a whole number, got 2.5'],
    [{ userIdRange: '9-1' }, "--userIdRange userIdRange must not start above its end, got '9-1'"],
    [{ userIdRange: '0-5' }, "--userIdRange userIdRange must start at 1 or above, got '0-5'"],
    [
      { userIdRange: '5' },
      "--userIdRange userIdRange must be two whole numbers as min-max (for example 1-10000), got '5'",
    ],
    [
      { userIdRange: '1-99999999999999999' },
      "--userIdRange userIdRange must stay within 9007199254740991, got '1-99999999999999999'",
    ],
    [
      { restUrl: 'localhost:8080' },
      "--restUrl restUrl must be an http or https URL such as http://localhost:8080, got 'localhost:8080'",
    ],
    [
      { grpcUrl: 'http://localhost:9090' },
      "--grpcUrl grpcUrl must be host:port (or grpcs://host:port for TLS) such as localhost:9090, got 'http://localhost:9090'",
    ],
    [{ timeout: '10ms' }, '--timeout timeout must be at least 50ms, got 10ms'],
    [
      { operation: 'getusr' },
      "--operation operation must be one of getUser, listUsers, getUserOrders, searchUsers, createUser or bulkCreateUsers, got 'getusr'",
    ],
  ])('%j is answered clearly', (flags, message) => {
    expect(problemsWith(flags as Record<string, string>)).toEqual([message]);
  });

  it('lists every mistake of a file with its place', () => {
    const text = 'requests: 0\nuserIdRange: 9-1\nopertion: getUser\n';
    const parsed = parseConfig(restGrpcConfigSchema, [{ kind: 'file', fileName: 'mine.yaml', text }]);
    const texts = parsed.ok ? [] : parsed.problems.map(formatConfigProblem);
    expect(texts).toHaveLength(3);
    expect(texts[0]).toContain('mine.yaml:1:11');
    expect(texts[1]).toContain('mine.yaml:2:14');
    expect(texts[2]).toContain('mine.yaml:3:1');
    expect(texts[2]).toContain('operation');
  });
});

describe('large tests', () => {
  it('allows a million requests and more', () => {
    const config: RestGrpcConfig = restGrpcConfigSchema.parse({ requests: 5_000_000 });
    expect(config.requests).toBe(5_000_000);
  });
});
