import { describe, expect, it } from 'vitest';
import { cutAt } from '../test-support/cut-at.js';
import { ResponseParser } from './response-parser.js';
import { parseStream } from './test-support/parse-stream.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const parse = (text: string, toHead = false) => parseStream([bytes(text)], () => toHead);

interface WholeAnswer {
  title: string;
  text: string;
  status?: number;
  body?: string;
  keepAlive?: boolean;
  toHead?: boolean;
}

const whole: WholeAnswer[] = [
  { title: 'a fixed body', text: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', body: 'hello' },
  { title: 'an empty body', text: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n' },
  { title: 'field names in any case', text: 'HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh:2\r\n\r\nhi', body: 'hi' },
  {
    title: 'blanks around a value',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: \t 2 \t\r\n\r\nhi',
    body: 'hi',
  },
  { title: 'bare line feeds', text: 'HTTP/1.1 200 OK\nContent-Length: 2\n\nhi', body: 'hi' },
  { title: 'no reason', text: 'HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n', status: 404 },
  { title: 'no space before the reason', text: 'HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n', status: 503 },
  { title: 'a status above 599', text: 'HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n', status: 999 },
  { title: 'no body after 204', text: 'HTTP/1.1 204 No Content\r\n\r\n', status: 204 },
  {
    title: 'no body after 304, whatever its length says',
    text: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n',
    status: 304,
  },
  {
    title: 'no body to HEAD, whatever its length says',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n',
    toHead: true,
  },
  {
    title: 'no body to HEAD, chunked',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
    toHead: true,
  },
  {
    title: 'Connection: close',
    text: 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx',
    body: 'x',
    keepAlive: false,
  },
  {
    title: 'close among other options',
    text: 'HTTP/1.1 200 OK\r\nConnection: foo , CLOSE,keep-alive\r\nContent-Length: 0\r\n\r\n',
    keepAlive: false,
  },
  {
    title: 'HTTP/1.0, which closes by itself',
    text: 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n',
    keepAlive: false,
  },
  {
    title: 'HTTP/1.0 kept alive',
    text: 'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n',
  },
  {
    title: 'chunks',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n06\r\n world\r\n0\r\n\r\n',
    body: 'hello world',
  },
  {
    title: 'chunk extensions, hexadecimal sizes of both cases, trailers',
    text:
      'HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n' +
      `a ; name="v;\r\n${'x'.repeat(10)}\r\nB;q\r\n${'y'.repeat(11)}\r\n000\r\nContent-Length: 7\r\nX-Sum: 1\r\n\r\n`,
    body: 'x'.repeat(10) + 'y'.repeat(11),
  },
  {
    title: 'chunks with bare line feeds',
    text: 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1\na\n0\n\n',
    body: 'a',
  },
  {
    title: 'codings over several fields, chunked last',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip;q=1,\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nz\r\n0\r\n\r\n',
    body: 'z',
  },
  {
    title: 'chunked over Content-Length, and the connection not trusted',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
    body: 'a',
    keepAlive: false,
  },
  {
    title: 'chunked from HTTP/1.0, and the connection not trusted',
    text: 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    keepAlive: false,
  },
  {
    title: 'interim answers before the final one',
    text:
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 3\r\nConnection: close\r\n\r\n' +
      'HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok',
    status: 201,
    body: 'ok',
  },
  {
    title: '101, which ends HTTP here',
    text: 'HTTP/1.1 101 Switching\r\n\r\n',
    status: 101,
    keepAlive: false,
  },
  {
    title: 'a folded field that frames nothing',
    text: 'HTTP/1.1 200 OK\r\nX-A: 1\r\n Content-Length: 9\r\n\tmore\r\nContent-Length: 1\r\n\r\nx',
    body: 'x',
  },
  {
    title: 'names as long as the framing ones',
    text: 'HTTP/1.1 200 OK\r\nContent-Lengthy: 9\r\nX-ontent-Lengt: 9\r\nConnectiom: close\r\nContent-Length: 1\r\n\r\nx',
    body: 'x',
  },
];

describe('a whole answer', () => {
  it.each(whole)('$title', ({ text, status = 200, body = '', keepAlive = true, toHead = false }) => {
    const expected = { status, body, bodyBytes: body.length, wireBytes: text.length, keepAlive };
    expect(parse(text, toHead)).toEqual({ answers: [expected], end: 'between answers', failure: '' });
  });

  it.each(whole)('$title, read byte by byte', ({ text, toHead = false }) => {
    const split = cutAt(
      bytes(text),
      Array.from(text, (_, i) => i),
    );
    expect(parseStream(split, () => toHead)).toEqual(parse(text, toHead));
  });
});

describe('a body that ends with the connection', () => {
  it.each([
    ['no length', 'HTTP/1.1 200 OK\r\n\r\nall of it'],
    ['another coding last', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\nall of it'],
    [
      'another coding, with a length',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: gzip\r\n\r\nall of it',
    ],
  ])('%s', (_title, text) => {
    const { answers, end } = parse(text);
    expect(end).toBe('closed by the answer');
    expect(answers).toMatchObject([{ body: 'all of it', keepAlive: false, wireBytes: text.length }]);
  });

  it('may be empty', () => {
    expect(parse('HTTP/1.1 200 OK\r\n\r\n')).toMatchObject({
      end: 'closed by the answer',
      answers: [{ bodyBytes: 0 }],
    });
  });
});

describe('an answer cut off by the end of the connection', () => {
  it.each([
    ['in the status line', 'HTTP/1.1 2'],
    ['in the fields', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['before the empty line', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n'],
    ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell'],
    ['in a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell'],
    ['before the last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'],
    ['in the trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: 1\r\n'],
    ['after an interim answer', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('%s', (_title, text) => {
    expect(parse(text)).toEqual({ answers: [], end: 'within an answer', failure: '' });
  });
});

const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('what is not HTTP/1.1', () => {
  it('a server of HTTP/2 alone is recognised by its SETTINGS', () => {
    expect(parse('\0\0\x12\x04\0\0\0\0\0').failure).toContain('the server speaks HTTP/2');
    expect(parse('\0\0\x12\x04\0\0\0\0\x01').failure).toContain('does not begin with HTTP/1.');
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2', 'does not begin with HTTP/1.'],
    ['an HTTP/2 SETTINGS frame, byte by byte', '\0\0\x12\x04\0\0\0\0\0', ''],
    ['HTTP/2 in words', 'HTTP/2 200 OK\r\n\r\n', 'does not begin with HTTP/1.'],
    ['an empty line first', '\r\nHTTP/1.1 200 OK\r\n\r\n', 'does not begin with HTTP/1.'],
    ['a status line without status', 'HTTP/1.1\r\n\r\n', 'status line'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n', 'no status code'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n', 'no status code'],
    ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n', 'no status code'],
    ['a status in letters', 'HTTP/1.1 2OO OK\r\n\r\n', 'no status code'],
    ['a field without colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n', 'no colon'],
    ['a blank before the colon', 'HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\nx', 'no colon'],
    ['a field without name', 'HTTP/1.1 200 OK\r\n: 1\r\n\r\n', 'no name'],
    ['a CR within the empty line', 'HTTP/1.1 200 OK\r\n\rX\n', 'no name'],
    ['a length in letters', 'HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n', 'not a number'],
    ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', 'not a number'],
    ['an empty length', 'HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n', 'not a number'],
    ['a length with a sign', 'HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello', 'not a number'],
    ['a list of lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello', 'not a number'],
    ['a length beyond 2^53', `HTTP/1.1 200 OK\r\nContent-Length: ${'9'.repeat(16)}\r\n\r\n`, 'not a number'],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello',
      'two Content-Length',
    ],
    ['a folded length', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n 0\r\n\r\n', 'folded'],
    ['chunked twice', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n', 'chunked twice'],
    ['a chunk without size', `${chunked}\r\n`, 'begin with its size'],
    ['a chunk size in letters', `${chunked}5x\r\n`, 'not hexadecimal'],
    ['a negative chunk size', `${chunked}-5\r\n`, 'begin with its size'],
    ['a chunk size beyond 2^53', `${chunked}${'f'.repeat(14)}`, 'too many digits'],
    ['a chunk longer than its size', `${chunked}2\r\nabc`, 'longer than its size'],
    ['a CR alone behind a chunk', `${chunked}1\r\na\rb`, 'longer than its size'],
    ['a trailer that is not a field', `${chunked}0\r\n(\r\n\r\n`, 'no name'],
  ])('%s', (_title, text, failure) => {
    expect(parse(text)).toMatchObject({
      answers: [],
      end: 'failed',
      failure: expect.stringContaining(failure),
    });
    const split = cutAt(
      bytes(text),
      Array.from(text, (_, i) => i),
    );
    expect(parseStream(split)).toMatchObject({
      answers: [],
      end: 'failed',
      failure: expect.stringContaining(failure),
    });
  });

  it.each([
    ['one endless line', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(66_000)}`],
    ['endless lines', `HTTP/1.1 200 OK\r\n${'X: aaaaaaaaaa\r\n'.repeat(5000)}`],
    ['an endless reason', `HTTP/1.1 200 ${'a'.repeat(66_000)}`],
    ['endless trailers', `${chunked}0\r\n${'X: aaaaaaaaaa\r\n'.repeat(5000)}`],
    ['an endless chunk extension', `${chunked}1;${'a'.repeat(66_000)}`],
  ])('more than 64 KB of %s', (_title, text) => {
    const stream = bytes(text);
    const pages = Array.from({ length: Math.ceil(stream.length / 4096) }, (_, i) => i * 4096);
    expect(parseStream(cutAt(stream, pages))).toMatchObject({
      end: 'failed',
      failure: expect.stringContaining('64 KB'),
    });
    expect(parseStream([stream])).toMatchObject({ end: 'failed', failure: expect.stringContaining('64 KB') });
  });
});

describe('several answers in one read', () => {
  it('stops behind each of them', () => {
    const first = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none';
    const second = 'HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n';
    const third = 'HTTP/1.1 204 No Content\r\n\r\n';
    const { answers } = parse(first + second + third);
    expect(answers.map((answer) => [answer.status, answer.body, answer.wireBytes])).toEqual([
      [200, 'one', first.length],
      [404, 'two', second.length],
      [204, '', third.length],
    ]);
  });

  it('asks for each whether it is to HEAD', () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n';
    const { answers } = parseStream([bytes(`${head}${head}abc${head}`)], (index) => index !== 1);
    expect(answers.map((answer) => answer.body)).toEqual(['', 'abc', '']);
  });
});

it('begins anew after reset, whatever was half read', () => {
  const parser = new ResponseParser();
  for (const half of [
    'HTTP/1.1 200 OK\r\nContent-',
    'garbage',
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe',
  ]) {
    parser.parse(bytes(half), 0, half.length, false);
    parser.reset();
    expect([parser.complete, parser.failed, parser.wireBytes]).toEqual([true, false, 0]);
  }
  const text = bytes('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi');
  expect(parser.parse(text, 0, text.length, false)).toBe(text.length);
  expect([parser.complete, parser.bodyBytes]).toEqual([true, 2]);
});
