import { describe, expect, it } from 'vitest';
import { buildRequest } from './request-bytes.js';
import { fixedRequest, requestTable } from './request-sources.js';
import { requestTemplate } from './request-template.js';

const byPath = (path: string) => buildRequest({ path, host: 'x' });

describe('fixedRequest', () => {
  it('gives the same Buffer every time, made from any bytes', () => {
    const source = fixedRequest(new Uint8Array(byPath('/')));
    expect(Buffer.isBuffer(source.bytesFor(0, 0))).toBe(true);
    expect(source.bytesFor(3, 99)).toBe(source.bytesFor(0, 0));
    expect(source.bytesFor(0, 0)).toEqual(byPath('/'));
  });
});

describe('requestTable', () => {
  const table = [byPath('/a'), byPath('/b'), byPath('/c')];

  it('goes through the table in turn', () => {
    const source = requestTable(table);
    expect([0, 1, 2, 3, 4].map((sequence) => source.bytesFor(0, sequence))).toEqual([
      ...table,
      ...table.slice(0, 2),
    ]);
  });

  it('follows the order it is given, whatever the slot', () => {
    const source = requestTable(table, Uint32Array.from([2, 2, 0]));
    expect([0, 1, 2, 3].map((sequence) => source.bytesFor(sequence, sequence))).toEqual(
      [2, 2, 0, 2].map((i) => table[i]),
    );
  });

  it.each<[string, Uint8Array[], Uint32Array | undefined]>([
    ['no requests', [], undefined],
    ['an empty order', table, new Uint32Array()],
    ['an order beyond the table', table, Uint32Array.from([0, 3])],
  ])('refuses %s', (_title, requests, order) => {
    expect(() => requestTable(requests, order)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_REQUEST' }),
    );
  });
});

describe('requestTemplate', () => {
  const build = (digits: string) =>
    buildRequest({
      method: 'POST',
      path: `/users/${digits}`,
      host: 'x',
      headers: [['X-Id', digits]],
      body: `{"id":${digits}}`,
    });

  it('makes what building the request anew would, for every count of digits', () => {
    const numbers = [1, 9, 10, 99, 100, 123_456_789, 999_999_999_999_999];
    const source = requestTemplate({ slots: 2, build, range: [1, 1e15 - 1], numberFor: (i) => numbers[i]! });
    for (const [i, number] of numbers.entries()) {
      expect(source.bytesFor(i % 2, i).toString()).toBe(build(String(number)).toString());
    }
  });

  it('writes zero', () => {
    const source = requestTemplate({ slots: 1, build, range: [0, 5], numberFor: () => 0 });
    expect(source.bytesFor(0, 0)).toEqual(build('0'));
  });

  it('leaves the bytes of other slots alone', () => {
    const source = requestTemplate({
      slots: 2,
      build,
      range: [0, 99],
      numberFor: (sequence) => 10 + sequence,
    });
    const first = source.bytesFor(0, 1);
    source.bytesFor(1, 2);
    expect(first).toEqual(build('11'));
  });

  it('is not misled by the digits 1 and 2 elsewhere in the request', () => {
    const tricky = (digits: string) => byPath(`/12/${digits}/21?v=12${digits}`);
    const source = requestTemplate({ slots: 1, build: tricky, range: [0, 999], numberFor: () => 345 });
    expect(source.bytesFor(0, 0)).toEqual(tricky('345'));
  });

  it.each<[string, (digits: string) => Buffer, [number, number]]>([
    ['a range that runs backwards', build, [5, 4]],
    ['a negative range', build, [-1, 4]],
    ['a range of fractions', build, [0, 1.5]],
    ['a range of more than 15 digits', build, [0, 1e15]],
    ['a request without the number', () => byPath('/'), [0, 9]],
    ['a request that encodes the number', (digits) => byPath(`/${Number(digits).toString(16)}`), [0, 999]],
    [
      'a request that turns the number round',
      (digits) => byPath(`/${digits}/${-digits}${digits.slice(1)}`),
      [0, 99],
    ],
  ])('refuses %s', (_title, make, range) => {
    expect(() => requestTemplate({ slots: 1, build: make, range, numberFor: () => 0 })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_REQUEST' }),
    );
  });
});
