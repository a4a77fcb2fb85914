import fc from 'fast-check';
import type { ParsedAnswer } from './parse-stream.js';

/** A valid answer as it is on the wire, and what a parser must make of it. */
export interface ExpectedAnswer extends ParsedAnswer {
  readonly wire: Buffer;
  readonly toHead: boolean;
}

const anyCase = (word: string) =>
  fc
    .integer({ min: 0, max: 2 ** 20 })
    .map((bits) =>
      Array.from(word, (letter, i) => ((bits >> (i % 20)) & 1 ? letter.toUpperCase() : letter)).join(''),
    );

const lineEnd = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n');
const blanks = fc.constantFrom('', ' ', ' ', '\t', '  \t');
const bodyText = fc.string({ unit: 'binary-ascii', maxLength: 300 });

const otherField = fc
  .tuple(
    fc.constantFrom(
      'Date',
      'Server',
      'ETag',
      'X-Content-Length',
      'x-request-id',
      'Set-Cookie',
      'Transfer-Encodinh',
    ),
    fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
  )
  .map(([name, value]) => `${name}: ${value}`);

const field = (name: string, value: fc.Arbitrary<string>) =>
  fc.tuple(anyCase(name), blanks, value, blanks).map(([n, before, v, after]) => `${n}:${before}${v}${after}`);

const interim = fc
  .tuple(fc.constantFrom(100, 102, 103), fc.array(otherField, { maxLength: 2 }), lineEnd)
  .map(([status, fields, end]) => [`HTTP/1.1 ${status} Wait`, ...fields, '', ''].join(end));

/** The body as chunks cut at random, with extensions and trailers at random. */
const chunkedWire = (body: string) =>
  fc
    .tuple(
      fc.array(fc.integer({ min: 0, max: Math.max(0, body.length) }), { maxLength: 6 }),
      fc.constantFrom('', ';a=b', ' ; name="x;\ty"'),
      fc.boolean(),
      fc.array(otherField, { maxLength: 2 }),
      lineEnd,
    )
    .map(([cuts, extension, upperCase, trailers, end]) => {
      const edges = [...new Set([0, ...cuts, body.length])].sort((a, b) => a - b);
      const chunks = edges.slice(1).map((to, i) => body.slice(edges[i], to));
      const size = (length: number) =>
        upperCase ? length.toString(16).toUpperCase() : `0${length.toString(16)}`;
      const framed = chunks.map((chunk) => `${size(chunk.length)}${extension}${end}${chunk}${end}`);
      return `${framed.join('')}0${extension}${end}${[...trailers, '', ''].join(end)}`;
    });

/** An answer that can be followed by another one on its connection. */
export const persistentAnswer: fc.Arbitrary<ExpectedAnswer> = fc
  .record({
    before: fc.array(interim, { maxLength: 2 }),
    minor: fc.constantFrom(0, 1, 1, 1),
    status: fc.oneof(fc.constantFrom(200, 204, 304, 404, 500), fc.integer({ min: 200, max: 999 })),
    reason: fc.constantFrom(' OK', ' Not Found', ' ', ''),
    chunked: fc.boolean(),
    toHead: fc.constantFrom(false, false, true),
    body: bodyText,
    others: fc.array(otherField, { maxLength: 4 }),
    end: lineEnd,
    order: fc.integer({ min: 0, max: 4 }),
  })
  .chain((shape) => {
    // HTTP/1.0 needs a word to persist, and knows no chunks.
    const chunked = shape.chunked && shape.minor === 1;
    const bodiless = shape.toHead || shape.status === 204 || shape.status === 304;
    const framing = chunked
      ? field('transfer-encoding', anyCase('chunked'))
      : field('content-length', fc.constant(String(shape.body.length)));
    const said = shape.minor === 0 ? field('connection', anyCase('keep-alive')) : fc.constant('');
    const payload = chunked ? chunkedWire(shape.body) : fc.constant(shape.body);
    return fc.tuple(framing, said, payload).map(([frame, connection, wireBody]): ExpectedAnswer => {
      const fields = [...shape.others];
      fields.splice(shape.order, 0, frame);
      if (connection !== '') fields.splice(shape.order, 0, connection);
      const head = [`HTTP/1.${shape.minor} ${shape.status}${shape.reason}`, ...fields, '', ''].join(
        shape.end,
      );
      const wire = Buffer.from(`${shape.before.join('')}${head}${bodiless ? '' : wireBody}`, 'latin1');
      const body = bodiless ? '' : shape.body;
      return {
        wire,
        toHead: shape.toHead,
        status: shape.status,
        body,
        bodyBytes: body.length,
        wireBytes: wire.length,
        keepAlive: true,
      };
    });
  });
