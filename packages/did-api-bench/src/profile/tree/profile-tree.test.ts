import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCpuProfile, cpuTimeOf } from './cpu-profile.js';
import { parseFolded, renderFolded } from './folded-text.js';
import { allocationTree } from './heap-profile.js';
import { hotPaths } from './hot-paths.js';
import { parsePerfScript } from './perf-script.js';
import { totalsOf } from './profile-tree.js';

const callFrame = (functionName: string, url = 'file:///app/server.js', lineNumber = 9) => ({
  functionName,
  scriptId: '1',
  url,
  lineNumber,
  columnNumber: 0,
});

/** main → verify (→ hash), main → hash, idle and garbage collection; a sample a millisecond. */
const PROFILE = {
  nodes: [
    { id: 1, callFrame: callFrame('(root)', ''), children: [2, 5, 6] },
    { id: 2, callFrame: callFrame('main'), children: [3, 7] },
    { id: 3, callFrame: callFrame('verify'), children: [4] },
    { id: 4, callFrame: callFrame('hash', 'node:crypto', 0) },
    { id: 5, callFrame: callFrame('(idle)', '') },
    { id: 6, callFrame: callFrame('(garbage collector)', '') },
    { id: 7, callFrame: callFrame('hash', 'node:crypto', 0) },
  ],
  startTime: 1000,
  endTime: 9500,
  samples: [5, 4, 4, 7, 3, 6, 5],
  timeDeltas: [500, 1000, 1000, 1000, 1000, 1000, 1000],
};

describe('a CPU profile', () => {
  test('is working time by stack; idling is told apart', () => {
    const { tree, idleNs, totalNs } = cpuTimeOf(checkCpuProfile('it', PROFILE));
    // The last sample lasts to the end of the profile: 9500 − (1000 + 6500) µs.
    expect([idleNs, totalNs]).toEqual([3e6, 8e6]);
    expect(renderFolded(tree)).toBe(
      [
        '(garbage collector) 1000000',
        'main (/app/server.js:10);hash (node:crypto:1) 1000000',
        'main (/app/server.js:10);verify (/app/server.js:10) 1000000',
        'main (/app/server.js:10);verify (/app/server.js:10);hash (node:crypto:1) 2000000',
        '',
      ].join('\n'),
    );
    const { total, bySelf, byTotal } = hotPaths(tree);
    expect(total).toBe(5e6);
    expect(bySelf.map(({ name, self }) => [name, self])).toEqual([
      ['hash', 3e6],
      ['(garbage collector)', 1e6],
      ['verify', 1e6],
    ]);
    expect(byTotal.slice(0, 3).map(({ name, totalShare }) => [name, totalShare])).toEqual([
      ['main', 0.8],
      ['hash', 0.6],
      ['verify', 0.6],
    ]);
  });

  test('a function that calls itself is counted once', () => {
    const { byTotal } = hotPaths(parseFolded('it', 'f;f;f 3\nf;g;f 1\n'));
    expect(byTotal.map(({ name, total }) => [name, total])).toEqual([
      ['f', 4],
      ['g', 1],
    ]);
  });

  test.each([{}, { nodes: 'many' }, { ...PROFILE, samples: ['x'] }])(
    'of another form is refused: %j',
    (value) => {
      expect(() => checkCpuProfile('bad.cpuprofile', value)).toThrow(
        expect.objectContaining({
          code: 'ERR_PROFILE_FILE',
          message: expect.stringContaining('bad.cpuprofile'),
        }),
      );
    },
  );

  test('with a cycle, as only a hostile one has it, ends', () => {
    const nodes = PROFILE.nodes.map((node) => (node.id === 4 ? { ...node, children: [2] } : node));
    expect(hotPaths(cpuTimeOf(checkCpuProfile('it', { ...PROFILE, nodes })).tree).total).toBe(5e6);
  });
});

test('allocations by stack', () => {
  const leaf = { callFrame: callFrame('parse'), selfSize: 4096, children: [] };
  const head = {
    callFrame: callFrame('(root)', ''),
    selfSize: 0,
    children: [leaf, { ...leaf, selfSize: 100 }],
  };
  const tree = allocationTree('it', { head, samples: [] });
  expect(renderFolded(tree)).toBe('parse (/app/server.js:10) 4196\n');
  expect(() => allocationTree('it', { head: { children: 3 } })).toThrow(/a node is of another form/);
  expect(() => allocationTree('it', [])).toThrow(expect.objectContaining({ code: 'ERR_PROFILE_FILE' }));
});

test('what perf script says, innermost first', () => {
  const text = `node:
\t    7fb2fc006256 [unknown] (/tmp/perf-1021.map)
\t         14ce0dc Builtins_JSEntry+0x5c (/usr/bin/node)

worker one
\t ffff operator new(unsigned long)+0x1 (/usr/lib/libstdc++.so.6)

`;
  expect(renderFolded(parsePerfScript(text))).toBe(
    'node;Builtins_JSEntry (/usr/bin/node);[perf-1021.map] (/tmp/perf-1021.map) 1\nworker one;operator new(unsigned long) (/usr/lib/libstdc++.so.6) 1\n',
  );
});

describe('folded stacks', () => {
  test('name the line that is none', () => {
    expect(() => parseFolded('x.folded', 'a;b 3\n\nnothing here\n')).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/x\.folded: line 3 is no folded stack/) }),
    );
  });

  test('come back as they were, whatever is in the names', () => {
    const name = fc.string({ minLength: 1, maxLength: 8 }).map((text) => text.replaceAll(/\s+|[;()]/g, '_'));
    const stacks = fc.array(
      fc.tuple(fc.array(name, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 1e6 })),
    );
    fc.assert(
      fc.property(stacks, (made) => {
        const text = made.map(([stack, value]) => `${stack.join(';')} ${value}\n`).join('');
        const tree = parseFolded('it', text);
        const again = parseFolded('it', renderFolded(tree));
        expect(renderFolded(again)).toBe(renderFolded(tree));
        expect(totalsOf(tree).get(tree.root)).toBe(made.reduce((sum, [, value]) => sum + value, 0));
      }),
      { numRuns: 60 },
    );
  });

  test('deeper than this program’s own stack', () => {
    const deep = parseFolded('it', `${Array.from({ length: 50_000 }, (_, i) => `f${i}`).join(';')} 7\n`);
    expect(hotPaths(deep).byTotal).toHaveLength(20);
  });
});
