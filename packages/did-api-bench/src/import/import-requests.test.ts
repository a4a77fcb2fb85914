import { createRequestSource } from '@benchwright/endpoint-load';
import { ConfigError } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { importRequests } from './import-requests.js';

const context = { origin: 'http://127.0.0.1:8000', host: '127.0.0.1:8000', headers: [], path: null, seed: 1 };

/** The requests of a file as they go on the wire. */
function wire(fileName: string, text: string, path: string | null = null): string[] {
  const set = importRequests(fileName, text, { ...context, path });
  const source = createRequestSource(set, 1, { index: 0, of: 1 });
  return set.requests.map((_, i) => Buffer.from(source.bytesFor(0, i)).toString('utf8'));
}

function problemsOf(fileName: string, text: string): string[] {
  try {
    importRequests(fileName, text, context);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ origin, message }) => `${origin}: ${message}`);
  }
}

const VERIFY_LUA = `-- the guide's
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json" --[[ a comment ]]
wrk.body = '{"wallet_address":"addr_test1","biometric_hash":"hash123","timestamp":1697500000}'
`;

describe('a Lua script of wrk', () => {
  it('gives its constants, at the path of the run', () => {
    const [request] = wire('verify.lua', VERIFY_LUA, '/api/v1/did/verify');
    expect(request).toMatch(/^POST \/api\/v1\/did\/verify HTTP\/1\.1\r\nHost: 127\.0\.0\.1:8000\r\n/);
    expect(request).toContain('Content-Type: application/json\r\n');
    expect(request).toContain('\r\n\r\n{"wallet_address":"addr_test1"');
  });

  it('reads long texts, escapes, joined texts, and leaves comments in texts alone', () => {
    const lua =
      'wrk.path = "/a--b" .. "c"\nwrk.method = [==[PUT]==]\nwrk.body = "x\\n\\"{{seq}}\\""\nwrk.headers.Accept = \'a\'';
    const [request] = wire('x.lua', lua);
    expect(request).toMatch(/^PUT \/a--bc /);
    expect(request).toMatch(/Accept: a\r\n/);
    expect(request).toMatch(/x\n"\{\{seq\}\}"$/);
  });

  it.each([
    ['wrk.method = "POST"\nwrk.body = io.read()', /x\.lua:2: the value of wrk\.body is not a constant/],
    ['wrk.body = "a"\nrequest = function() end', /x\.lua:2: function request/],
    ['wrk.headers = {}', /x\.lua:1: wrk\.headers is set as a whole/],
    ['print(1)', /sets none of/],
    ['wrk.method = "POST"', /names no path/],
  ])('%j is refused with its line', (lua, problem) => {
    expect(problemsOf('x.lua', lua).join('\n')).toMatch(problem);
  });
});

describe('an OpenAPI document', () => {
  const document = `openapi: 3.1.0
paths:
  /health:
    get: { responses: {} }
  /users/{id}:
    get: {}
  /api/v1/did/verify:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Verify' }
  /api/v1/did/enroll:
    post:
      requestBody:
        content:
          application/json:
            examples:
              one: { value: { a: 1 } }
              two: { value: { a: 2 } }
  /silent:
    post: { requestBody: { content: { application/json: { schema: { type: object } } } } }
components:
  schemas:
    Verify: { type: object, example: { wallet_address: w, properties: { kept: 1 } } }
`;

  it('gives a request for each example, and for each call without a body', () => {
    const requests = wire('api.yaml', document);
    expect(requests.map((text) => text.split(' HTTP')[0])).toEqual([
      'GET /health',
      'POST /api/v1/did/verify',
      'POST /api/v1/did/enroll',
      'POST /api/v1/did/enroll',
    ]);
    expect(requests[1]).toMatch(/\{"wallet_address":"w","properties":\{"kept":1\}\}$/);
    expect(requests[3]).toMatch(/\{"a":2\}$/);
  });

  it('is read as JSON too; references that go round end', () => {
    expect(wire('api.json', '{"openapi":"3.0.0","paths":{"/health":{"get":{}}}}')).toHaveLength(1);
    const round =
      'openapi: 3.0.0\npaths: {/a: {post: {requestBody: {content: {application/json: {example: &x {$ref: "#/y"}}}}}}}\ny: {$ref: "#/y"}';
    expect(() => importRequests('r.yaml', round, context)).not.toThrow(RangeError);
  });

  it.each([
    ['swagger: "2.0"', /is no OpenAPI document/],
    ['openapi: 3.0.0\npaths: {}', /no call that could be made/],
    ['a: [', /api\.yaml:\d+: cannot be read/],
  ])('%j is refused', (text, problem) => {
    expect(problemsOf('api.yaml', text).join()).toMatch(problem);
  });
});

it('JSON lines are read as http reads them, fields and all', () => {
  const lines =
    '{"path":"/health"}\n{"method":"POST","path":"/api/v1/did/enroll","body":{"wallet_address":"w{{seq}}"}}\n';
  expect(wire('requests.jsonl', lines).map((text) => text.split(' HTTP')[0])).toEqual([
    'GET /health',
    'POST /api/v1/did/enroll',
  ]);
  expect(problemsOf('requests.jsonl', '{"path":"/a"}\n{"pth":"/b"}')[0]).toMatch(/requests\.jsonl:2.*pth/);
});
