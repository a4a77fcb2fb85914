import { ConfigError } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { type CompiledRequest, compileRequest } from './compile-request.js';
import { createRequestSource } from './request-source.js';
import { parseTargets, type TargetDefaults } from './targets-file.js';

const defaults: TargetDefaults<CompiledRequest> = {
  method: 'GET',
  path: '/base',
  host: 'h:1',
  headers: [
    ['Accept', 'a/b'],
    ['X', 'default'],
  ],
  body: null,
  literal: false,
  origin: 'http://h:1',
  compile: compileRequest,
};

function requestsOf(...lines: string[]): string[] {
  const { requests } = parseTargets('t.ndjson', lines.join('\n'), defaults);
  const source = createRequestSource({ requests, order: null, seed: 1 }, 1, { index: 0, of: 1 });
  return requests.map((_, n) => Buffer.from(source.bytesFor(0, n)).toString());
}

function problemsOf(...lines: string[]): string[] {
  try {
    parseTargets('t.ndjson', lines.join('\n'), defaults);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n');
  }
}

describe('a targets file', () => {
  it('fills in what a line leaves out', () => {
    expect(
      requestsOf('{}', '', '{"method":"POST","path":"/p?{{int 7 7}}","headers":{"x":"own"},"body":{"n":1}}'),
    ).toEqual([
      'GET /base HTTP/1.1\r\nHost: h:1\r\nAccept: a/b\r\nX: default\r\n\r\n',
      'POST /p?7 HTTP/1.1\r\nHost: h:1\r\nAccept: a/b\r\nx: own\r\nContent-Length: 7\r\n\r\n{"n":1}',
    ]);
  });

  it('takes absolute URLs of the same origin, header lines and text bodies', () => {
    expect(requestsOf('{"url":"http://H:1/q","headers":["X: 1","X: 2"],"body":"{{int 5 5}}"}')).toEqual([
      'GET /q HTTP/1.1\r\nHost: h:1\r\nAccept: a/b\r\nX: 1\r\nX: 2\r\nContent-Length: 1\r\n\r\n5',
    ]);
  });

  it('has weights as soon as one line has one', () => {
    expect(parseTargets('t', '{}\n{}', defaults).weights).toBeNull();
    expect(parseTargets('t', '{"weight":3}\n{}\n{"weight":0}', defaults).weights).toEqual([3, 1, 0]);
  });

  it('lists everything that is wrong, with file and line', () => {
    const found = problemsOf(
      '{"path":"/fine"}',
      '{"path":"no slash"}',
      '{"path":',
      '{"methd":"GET"}',
      '',
      '{"url":"http://other:1/"}',
      '{"url":"http://h:1/","path":"/"}',
      '{"path":"/{{nope}}"}',
      '{"headers":{"X":"a\\r\\nY: 1"}}',
      '{"weight":-1}',
      '[1]',
      '{"headers":["nocolon"]}',
      '{"method":"two words"}',
      '{"method":"post"}',
    );
    expect(found).toEqual([
      expect.stringMatching(/^t\.ndjson:2:9 {2}path must begin with '\/'/),
      expect.stringMatching(/^t\.ndjson:3 {2}is not JSON: /),
      expect.stringMatching(/^t\.ndjson:4:2 {2}unknown key 'methd'.*did you mean method\?/),
      expect.stringMatching(
        /^t\.ndjson:6 {2}url goes to http:\/\/other:1, but this run measures http:\/\/h:1/,
      ),
      expect.stringMatching(/^t\.ndjson:7 {2}has both url and path/),
      expect.stringMatching(/^t\.ndjson:8 {2}there is no field {{nope}}/),
      expect.stringMatching(/^t\.ndjson:9 {2}request header X: must not hold line ends/),
      expect.stringMatching(/^t\.ndjson:10:\d+ {2}weight must be/),
      expect.stringMatching(/^t\.ndjson:11/),
      expect.stringMatching(/^t\.ndjson:12 {2}headers must be lines/),
      expect.stringMatching(/^t\.ndjson:13 {2}request method: must be one word/),
      expect.stringMatching(/^t\.ndjson:14 {2}method must be written POST/),
    ]);
  });

  it('stops after twenty problems', () => {
    expect(problemsOf(...new Array<string>(500).fill('{'))).toHaveLength(20);
  });

  it.each([
    ['nothing in it', ['', ' '], /there is no request in it/],
    ['no weight above 0', ['{"weight":0}'], /every weight is 0/],
  ])('with %s is refused', (_what, lines, message) => {
    expect(problemsOf(...lines).join()).toMatch(message);
  });
});
