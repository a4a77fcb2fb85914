import { describe, expect, it } from 'vitest';
import { parseTemplate, templateProblem } from './template.js';

describe('parseTemplate', () => {
  it('splits a text at its fields', () => {
    expect(parseTemplate('/u/{{int 1 10}}/{{ uuid }}?n={{seq}}&m={{seq 7}}')).toEqual([
      '/u/',
      { kind: 'int', least: 1, most: 10 },
      '/',
      { kind: 'uuid' },
      '?n=',
      { kind: 'seq', first: 0 },
      '&m=',
      { kind: 'seq', first: 7 },
    ]);
  });

  it('leaves braces that are no fields alone', () => {
    expect(parseTemplate('{"a":{"b":{}}}')).toEqual(['{"a":{"b":{}}}']);
    expect(parseTemplate('{"a":{{int 3 3}}}')).toEqual(['{"a":', { kind: 'int', least: 3, most: 3 }, '}']);
    expect(parseTemplate('}}')).toEqual(['}}']);
  });

  it.each([
    ['{{int 1}}', /two whole numbers/],
    ['{{int 5 1}}', /the smaller first/],
    ['{{int -1 4}}', /two whole numbers/],
    ['{{int 1 99999999999999999}}', /two whole numbers/],
    ['{{int 1 2 3}}', /two whole numbers/],
    ['{{uuid 4}}', /takes nothing after uuid/],
    ['{{seq x}}', /one whole number/],
    ['{{name}}', /there is no field {{name}}; known are {{int 1 10000}}/],
    ['{{}}', /there is no field/],
    ['a{{uuid', /'{{uuid' has no }} at its end/],
  ])('refuses %s', (text, message) => {
    expect(templateProblem(text)).toMatch(message);
  });
});
