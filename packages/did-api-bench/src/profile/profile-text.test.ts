import { expect, it } from 'vitest';
import type { ProfiledProcess } from './profile-process.js';
import { renderProfileText } from './profile-text.js';
import { addStack, createTree } from './tree/profile-tree.js';

it('a function without a file is native code, but what V8 puts in parentheses is a state of it', () => {
  const cpu = createTree('ns');
  const caller = { name: 'judge', source: '/app/judge.js:7' };
  addStack(cpu, [caller, { name: 'run', source: '' }], 6e6);
  addStack(cpu, [caller, { name: '(garbage collector)', source: '' }], 3e6);
  addStack(cpu, [caller], 1e6);
  const profiled: ProfiledProcess = {
    pid: 7,
    runtime: 'node',
    profiler: 'inspector',
    durationNs: 1e9,
    cpu,
    idleShare: 0,
    allocations: null,
    liveHeapBytes: null,
    figures: null,
    raw: null,
  };
  const lines = renderProfileText(profiled, 80).split('\n');
  expect(lines).toContainEqual(expect.stringMatching(/^ +60\.0 % .* run {2}native code$/));
  expect(lines).toContainEqual(expect.stringMatching(/^ +30\.0 % .* \(garbage collector\)$/));
  expect(lines).toContainEqual(expect.stringMatching(/^ +10\.0 % .* judge {2}\/app\/judge\.js:7$/));
});
