import { describe, expect, test } from 'vitest';
import { readYaml } from './read-yaml.js';
import { childOf, plainValue } from './tree.js';

function read(text: string): unknown {
  const { tree, problems } = readYaml('bench.yaml', text);
  expect(problems).toEqual([]);
  return tree === null ? undefined : plainValue(tree);
}

function complaints(text: string): string[] {
  return readYaml('bench.yaml', text).problems.map(({ origin, message }) => `${origin} ${message}`);
}

function originAt(text: string, ...path: (string | number)[]): string | undefined {
  const { tree } = readYaml('bench.yaml', text);
  return path.reduce((node: ReturnType<typeof childOf>, part) => childOf(node, part), tree ?? undefined)
    ?.origin.text;
}

describe('values', () => {
  test('reads YAML 1.2: yes is text, 0o17 is octal, an empty value is null', () => {
    expect(read('a: yes\nb: 0o17\nc:\nd: [1, x]\n')).toEqual({ a: 'yes', b: 15, c: null, d: [1, 'x'] });
  });

  test('reads JSON, tabs and all', () => {
    expect(read('{\n\t"a": {"b": [1, 2.5e3, true, null]}\n}')).toEqual({ a: { b: [1, 2500, true, null] } });
  });

  test('an empty file and one of comments only are an empty mapping', () => {
    expect(read('')).toEqual({});
    expect(read('# nothing yet\n')).toEqual({});
  });

  test('follows anchors and merge keys; keys written out win, earlier mappings win over later ones', () => {
    const text = `
base: &base {a: 1, b: 2}
other: &other {b: 3, c: 4}
x:
  <<: [*base, *other]
  a: 9
y: *base
`;
    expect(read(text)).toMatchObject({ x: { a: 9, b: 2, c: 4 }, y: { a: 1, b: 2 } });
  });

  test('keys that are numbers or booleans are text', () => {
    expect(read('1: a\ntrue: b\n')).toEqual({ 1: 'a', true: 'b' });
  });

  test('a __proto__ key is a key like any other and changes no prototype', () => {
    const value = read('__proto__: {polluted: true}\n') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });
});

describe('places', () => {
  test('a value has its own line and column, in block and flow style', () => {
    const text = 'a: 1\nb:\n  c: [10, {d: 2}]\n';
    expect(originAt(text, 'a')).toBe('bench.yaml:1:4');
    expect(originAt(text, 'b', 'c', 0)).toBe('bench.yaml:3:7');
    expect(originAt(text, 'b', 'c', 1, 'd')).toBe('bench.yaml:3:15');
  });

  test('a mapping is named by the key above it, and an empty value by its key', () => {
    expect(originAt('a: 1\nb:\n  c: 1\n', 'b')).toBe('bench.yaml:2:1');
    expect(originAt('a: 1\nb:\n', 'b')).toBe('bench.yaml:2:1');
    expect(originAt('l:\n  - x: 1\n  - y: 2\n', 'l', 1)).toBe('bench.yaml:3:5');
  });

  test('a merged or aliased value is where it was written', () => {
    const text = 'base: &b {a: 1}\nx:\n  <<: *b\n  c: 2\n';
    expect(originAt(text, 'x', 'a')).toBe('bench.yaml:1:14');
  });

  test('a byte order mark and CRLF shift nothing', () => {
    expect(originAt('\uFEFFa: 1\r\nb: 2\r\n', 'a')).toBe('bench.yaml:1:4');
    expect(originAt('\uFEFFa: 1\r\nb: 2\r\n', 'b')).toBe('bench.yaml:2:4');
  });
});

describe('mistakes', () => {
  test('all syntax errors are reported, each with its place, and nothing else of the file is used', () => {
    const { tree, problems } = readYaml('bench.yaml', 'a: "x\nb: {c: 1,, d: 2}\n');
    expect(tree).toBeNull();
    expect(problems.length).toBeGreaterThanOrEqual(1);
    expect(problems[0]?.message).toMatch(/^cannot be read: missing closing "quote/);
    const several = readYaml('bench.yaml', 'a: [1,, 2]\nb: {c: 1,, d: 2}\n').problems;
    expect(several.map(({ origin }) => origin)).toEqual(['bench.yaml:1:7', 'bench.yaml:2:10']);
  });

  test('a tab as indentation, a second document, an unknown tag', () => {
    expect(complaints('a: 1\n\tb: 2\n')[0]).toMatch(/^bench\.yaml:2:1 cannot be read: tabs are not allowed/);
    expect(complaints('a: 1\n---\nb: 2\n')[0]).toMatch(
      /^bench\.yaml:2:1 cannot be read: .*multiple documents/i,
    );
    expect(complaints('a: !env HOME\n')[0]).toBe('bench.yaml:1:4 cannot be read: unresolved tag: !env');
  });

  test('a key set twice names both lines, at any depth', () => {
    expect(complaints('a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2\n')).toEqual([
      'bench.yaml:5:3 b.c is set twice (first in line 3)',
      'bench.yaml:6:1 a is set twice (first in line 1)',
    ]);
  });

  test('an alias without its anchor, an alias to itself, a merge of no mapping, a key that is a list', () => {
    expect(complaints('a: *nope\n')).toEqual([
      'bench.yaml:1:4 *nope refers to an anchor that is not defined',
    ]);
    expect(complaints('a: &a [1, *a]\n')).toEqual(['bench.yaml:1:11 *a contains itself']);
    expect(complaints('a:\n  <<: [1]\n')).toEqual([
      'bench.yaml:2:3 << must name a mapping or a list of mappings',
    ]);
    expect(complaints('? [q]\n: z\n')).toEqual([
      'bench.yaml:1:3 the config has a key that is not plain text',
    ]);
  });

  test('an alias bomb ends in one problem, not in memory', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 9; i += 1)
      bomb.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    expect(complaints(bomb.join('\n'))).toHaveLength(1);
    expect(complaints(bomb.join('\n'))[0]).toMatch(/aliases expand to too many values/);
  });
});
