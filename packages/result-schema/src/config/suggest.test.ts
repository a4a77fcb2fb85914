import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { adviseKey, nearest } from './suggest.js';

describe('nearest', () => {
  const known = ['requests', 'output', 'userIdRange', 'concurrency'];
  test.each([
    ['reqests', 'requests'],
    ['Requests', 'requests'],
    ['user-id-range', 'userIdRange'],
    ['user_id_rnage', 'userIdRange'],
    ['out', undefined],
    ['x', undefined],
    ['currency', 'concurrency'],
  ])('%s → %s', (word, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  test('of nothing is nothing', () => {
    expect(nearest('a', [])).toBeUndefined();
  });
});

describe('adviseKey', () => {
  interface Tree {
    name: string;
    child?: Tree | undefined;
  }
  const tree: z.ZodType<Tree> = z.lazy(() => z.strictObject({ name: z.string(), child: tree.optional() }));
  const schema = z.strictObject({
    tree: tree.optional(),
    byName: z.record(z.string(), z.strictObject({ weight: z.number() })).optional(),
    either: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('a'), alpha: z.number() }),
        z.strictObject({ kind: z.enum(['b', 'c']), beta: z.number() }),
      ])
      .default({ kind: 'a', alpha: 1 }),
    pipe: z.preprocess((x) => x, z.strictObject({ depth: z.number() })).optional(),
  });

  test('knows the keys of records, lazy schemas, pipes and of the chosen variant only', () => {
    const value = { either: { kind: 'c' } };
    expect(adviseKey(schema, ['byName', 'x'], 'wieght', value).suggestion).toBe('weight');
    expect(adviseKey(schema, ['tree', 'child'], 'nmae', value).suggestion).toBe('name');
    expect(adviseKey(schema, ['pipe'], 'deptj', value).suggestion).toBe('depth');
    expect(adviseKey(schema, ['either'], 'betta', value).known).toEqual(['kind', 'beta']);
    expect(adviseKey(schema, ['either'], 'betta', {}).known).toEqual(['kind', 'alpha', 'beta']);
  });

  test('ends on a recursive schema', () => {
    expect(adviseKey(tree, [], 'qqqqqq', {}).suggestion).toBeUndefined();
  });
});
