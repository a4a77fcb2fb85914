import { describe, expect, it } from 'vitest';
import { findingLines } from '../workspace/finding.js';
import { openWorkspace, treeOf } from '../workspace/tree.js';
import { findPipelineFaults } from './pipeline.js';

const faults = (task: object, command: string) =>
  findingLines(
    findPipelineFaults(
      treeOf({
        'pnpm-workspace.yaml': 'packages: ["packages/*"]',
        'turbo.json': `{\n  // why\n  "tasks": { "speed": ${JSON.stringify(task)} }\n}`,
        'packages/stats/package.json': JSON.stringify({ scripts: { speed: command } }),
      }),
    ),
  );
const cached = { inputs: ['src/**'], outputs: [] };

describe('the pipeline', () => {
  it('is sound here', () => {
    expect(findingLines(findPipelineFaults(openWorkspace()))).toEqual([]);
  });

  it.each([
    ['a measurement that is cached', cached, 'node bench/record-cost.mjs', /measures in "speed"/],
    ['a run that is cached', cached, 'benchwright run all --quick', /measures in "speed"/],
    ['a task without inputs', { outputs: [] }, 'tsup', /caches speed without its inputs and outputs/],
    ['a task without outputs', { inputs: [] }, 'tsup', /caches speed without its inputs and outputs/],
  ])('is refused with %s', (_what, task, command, problem) => {
    expect(faults(task, command)).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ['a measurement that is not cached', { cache: false }, 'node bench/record-cost.mjs'],
    ['a build that is', cached, 'tsup'],
  ])('passes with %s', (_what, task, command) => {
    expect(faults(task, command)).toEqual([]);
  });
});
