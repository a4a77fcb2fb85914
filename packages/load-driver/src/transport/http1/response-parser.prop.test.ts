import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutAt } from '../test-support/cut-at.js';
import { persistentAnswer } from './test-support/arbitrary-answer.js';
import { parseStream } from './test-support/parse-stream.js';

const cuts = fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 40 });

it('finds every answer of a valid stream, wherever reads cut it', () => {
  fc.assert(
    fc.property(fc.array(persistentAnswer, { minLength: 1, maxLength: 6 }), cuts, (answers, offsets) => {
      const stream = Buffer.concat(answers.map((answer) => answer.wire));
      const parsed = parseStream(cutAt(stream, offsets), (index) => answers[index]?.toHead ?? false);
      expect(parsed).toEqual({
        answers: answers.map(({ wire: _wire, toHead: _toHead, ...answer }) => answer),
        end: 'between answers',
        failure: '',
      });
    }),
    { numRuns: 500 },
  );
});

it('finds answers that repeat themselves, whether it reads or recalls their heads', () => {
  const repetitive = fc
    .tuple(
      fc.array(persistentAnswer, { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(2), { minLength: 5, maxLength: 40 }),
    )
    .map(([pool, order]) => order.map((index) => pool[index % pool.length]!));
  fc.assert(
    fc.property(repetitive, cuts, (answers, offsets) => {
      const stream = Buffer.concat(answers.map((answer) => answer.wire));
      const { answers: found, end } = parseStream(
        cutAt(stream, offsets),
        (index) => answers[index]?.toHead ?? false,
      );
      expect(end).toBe('between answers');
      expect(found).toEqual(answers.map(({ wire: _wire, toHead: _toHead, ...answer }) => answer));
    }),
    { numRuns: 300 },
  );
});

it('makes the same of a damaged stream, wherever reads cut it, and never throws', () => {
  const damage = fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(
      fc.array(persistentAnswer, { minLength: 1, maxLength: 3 }),
      damage,
      cuts,
      (answers, hits, offsets) => {
        const stream = Buffer.concat(answers.map((answer) => answer.wire));
        for (const [at, byte] of hits) stream[at % stream.length] = byte;
        const toHead = (index: number) => answers[index]?.toHead ?? false;
        const split = parseStream(cutAt(stream, offsets), toHead);
        expect(split).toEqual(parseStream([stream], toHead));
        const consumed = split.answers.reduce((sum, answer) => sum + answer.wireBytes, 0);
        expect(consumed).toBeLessThanOrEqual(stream.length);
      },
    ),
    { numRuns: 1000 },
  );
});

it('makes the same of garbage, wherever reads cut it, and never throws', () => {
  const noise = fc.array(
    fc.oneof(
      fc.constantFrom(
        'HTTP/1.1 200 OK\r\n',
        '\r\n',
        '\n',
        'Content-Length: ',
        '5',
        'Transfer-Encoding: chunked\r\n',
        '0\r\n\r\n',
      ),
      fc.string({ unit: 'binary-ascii', maxLength: 12 }),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(noise, cuts, (words, offsets) => {
      const stream = Buffer.from(words.join(''), 'latin1');
      expect(parseStream(cutAt(stream, offsets))).toEqual(parseStream([stream]));
    }),
    { numRuns: 2000 },
  );
});
