import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toTerminalSafeJson } from './render-json.js';

test('parses to the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(JSON.parse(toTerminalSafeJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('nothing in it acts on a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(toTerminalSafeJson({ [text]: text }).replaceAll('\n', '')).not.toMatch(
        /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u,
      );
    }),
  );
});

test('is indented and ends in a line break', () => {
  expect(toTerminalSafeJson({ a: '\u009b\u202e\u{e0041}' })).toBe(
    '{\n  "a": "\\u009b\\u202e\\udb40\\udc41"\n}\n',
  );
});
