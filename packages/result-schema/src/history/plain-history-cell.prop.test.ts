import fc from 'fast-check';
import { expect, it } from 'vitest';
import { historyCellSchema } from '../schema/history.js';
import { runResultArbitrary } from '../testing/run-result-arbitrary.js';
import { sampleHistoryCell } from '../testing/sample-history.js';
import { historyCells } from './history-cells.js';
import { isPlainHistoryCell } from './plain-history-cell.js';

/** What a line may hold where something else belongs. */
const strange = fc.constantFrom<unknown>(
  ...[
    null,
    true,
    0,
    -1,
    0.5,
    1,
    2,
    1e300,
    '',
    'valid',
    'higher',
    'cell',
    [],
    [null, 1],
    [1, 2, 3],
    ['x'],
    {},
  ],
  ...[
    '2026-02-29T00:00:00.000Z',
    '2026-11-21T02:00:00Z',
    '2026-11-21T02:00:00.000+01:00',
    '+275760-09-13T00:00:00.000Z',
  ],
  ...[
    { commit: 'c', dirty: true },
    { commit: 'c', branch: 1, dirty: true },
    { a: [1, null] },
    { a: 1 },
    { a: {} },
  ],
);

type Path = readonly (string | number)[];

function pathsIn(json: unknown, at: Path = []): Path[] {
  if (typeof json !== 'object' || json === null) return [at];
  return [at, ...Object.entries(json).flatMap(([key, value]) => pathsIn(value, [...at, key]))];
}

/** A copy in which one place is set, left out, or has a key beside it that nobody knows. */
function damaged(json: unknown, path: Path, how: 'set' | 'drop' | 'add', value: unknown): unknown {
  if (path.length === 0) return value;
  const copy = structuredClone(json) as Record<string, unknown>;
  const parent = path.slice(0, -1).reduce((here, key) => here[key] as Record<string, unknown>, copy);
  const last = path.at(-1)!;
  if (how === 'drop' && Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (how === 'drop') delete parent[last];
  else if (how === 'add' && !Array.isArray(parent)) parent.weather = value;
  else parent[last] = value;
  return copy;
}

const cells = fc
  .sample(runResultArbitrary, { seed: 3, numRuns: 30 })
  .flatMap((result) => historyCells(result))
  .map((cell) => JSON.parse(JSON.stringify(cell)) as unknown);

it('takes what this version writes', () => {
  expect(cells.length).toBeGreaterThan(20);
  for (const cell of [...cells, sampleHistoryCell()]) expect(isPlainHistoryCell(cell)).toBe(true);
});

it('takes nothing that the schema would refuse or change, whatever is wrong with it', () => {
  let refused = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...cells),
      fc.nat(),
      fc.constantFrom('set', 'drop', 'add'),
      strange,
      (cell, at, how, value) => {
        const paths = pathsIn(cell);
        const json = damaged(cell, paths[at % paths.length]!, how, value);
        if (!isPlainHistoryCell(json)) {
          refused++;
          return;
        }
        expect(historyCellSchema.parse(json)).toEqual(json);
      },
    ),
    { numRuns: 3000 },
  );
  expect(refused).toBeGreaterThan(1000);
});

it.each(['{"__proto__": "x"}', '{"a": null}'])('leaves factors such as %s to the schema', (factors) => {
  const line = JSON.stringify(sampleHistoryCell({ factors: {} })).replace(
    '"factors":{}',
    `"factors":${factors}`,
  );
  expect(isPlainHistoryCell(JSON.parse(line))).toBe(false);
});
