import { existsSync, readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openHierarchy } from './cgroup/open-hierarchy.js';
import { definition, openPlatform, type TestPlatform } from './testing.js';

let open: TestPlatform | null = null;
const start = async (...args: Parameters<typeof openPlatform>): Promise<TestPlatform> => {
  open = await openPlatform(...args);
  return open;
};

afterEach(async () => {
  await open?.close();
  open = null;
});

const hierarchy = openHierarchy();
hierarchy?.close();
const groupsLimitMemory = hierarchy !== null && hierarchy.memory !== 'not enforced';
const groupsLimitCpu = hierarchy !== null && hierarchy.cpu !== 'not enforced';

describe('control groups', () => {
  it('are removed with what held them', async () => {
    const opened = openHierarchy();
    const folders = opened?.folders ?? [];
    expect(folders.every((folder) => existsSync(folder))).toBe(true);
    opened?.close();
    expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
  });

  it('are gone when an environment is', async () => {
    const platform = await start([definition()]);
    await platform.invoke({ do: 'exit', code: 1 });
    const own = (folder: string): string[] =>
      readdirSync(folder).filter((name) => name.startsWith(`benchwright-lambda-${process.pid}-`));
    const parents = hierarchy?.folders.map((folder) => folder.slice(0, folder.lastIndexOf('/'))) ?? [];
    for (const parent of parents) {
      for (const base of own(parent)) {
        const groups = readdirSync(`${parent}/${base}`, { withFileTypes: true }).filter((entry) =>
          entry.isDirectory(),
        );
        expect(groups).toEqual([]);
      }
    }
    await platform.close();
    open = null;
    expect(parents.flatMap(own)).toEqual([]);
  });
});

describe('memory', () => {
  const outOfMemory = {
    functionError: 'Unhandled',
    payload: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal: killed') },
    report: { status: 'error', errorType: 'Runtime.OutOfMemory', maxMemoryUsedMb: 256, memorySizeMb: 256 },
  };

  it.runIf(groupsLimitMemory)('is limited by the kernel, Buffers included', async () => {
    const { invoke } = await start([definition({ memoryMb: 256 })]);
    expect((await invoke({ do: 'allocate', mb: 96 })).functionError).toBeUndefined();
    const killed = await invoke({ do: 'allocate', mb: 512 });
    expect(killed).toMatchObject(outOfMemory);
    expect(killed.report.enforcement?.memory).toBe(hierarchy?.memory);
    expect((await invoke({ do: 'echo' })).payload).toMatchObject({ invocations: 1 });
  });

  it.runIf(process.platform === 'linux')(
    'is watched where there are no control groups, and the report says so',
    async () => {
      const { invoke } = await start([definition({ memoryMb: 256 })], { useCgroups: false });
      const killed = await invoke({ do: 'allocate', mb: 4096, pauseMs: 10 });
      expect(killed).toMatchObject(outOfMemory);
      expect(killed.report.enforcement).toEqual({ memory: 'rss-watchdog', cpu: 'not enforced' });
    },
  );
});

describe('CPU', () => {
  it.runIf(groupsLimitCpu)('is a share of MB/1769', async () => {
    const { invoke } = await start([definition({ memoryMb: 442 })]);
    const { payload, report } = await invoke({ do: 'hash', ms: 1000 });
    // What it may have is a quarter of a core; on a busy machine it gets less, more only by what a period carries over.
    expect((payload as { share: number }).share).toBeLessThan(0.3);
    expect(report.enforcement?.cpu).toBe(hierarchy?.cpu);
  });
});
