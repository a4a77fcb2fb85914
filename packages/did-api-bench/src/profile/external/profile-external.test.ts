import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { detectRuntime, runtimeOf } from '../detect-runtime.js';
import { hotPaths } from '../tree/hot-paths.js';
import { profileByPerf, profileByPySpy } from './profile-external.js';

const children: ChildProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
    child.kill('SIGKILL');
    await gone;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const signal = new AbortController().signal;
const options = { pid: 4242, durationNs: 1e9, signal };

/** A folder with a program of a name, which keeps what it was called with. */
function toolFolder(name: string, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-tool-'));
  folders.push(folder);
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho "$@" >> '${folder}/calls'\n${script}\n`);
  chmodSync(file, 0o755);
  return folder;
}

test.each([
  ['node', 'node'],
  ['nodejs', 'node'],
  ['node-20', 'node'],
  ['node (deleted)', 'node'],
  ['python3.11', 'python'],
  ['Python', 'python'],
  ['nginx', 'native'],
  ['nodeadm', 'native'],
])('%s runs on %s', (program, runtime) => {
  expect(runtimeOf(program)).toBe(runtime);
});

test('a running process is known by its program; one that is gone is named', async () => {
  expect(await detectRuntime(process.pid)).toBe('node');
  await expect(detectRuntime(4194303)).rejects.toMatchObject({ code: 'ERR_NO_SUCH_PROCESS' });
});

describe('py-spy', () => {
  test('is asked for raw stacks, which become a tree', async () => {
    const path = toolFolder(
      'py-spy',
      `for a; do o=$a; done; printf 'serve (api.py:10);verify (api.py:31) 40\\nserve (api.py:10) 2\\n' > "$o"`,
    );
    const tree = await profileByPySpy({ ...options, durationNs: 30e9, path });
    expect(hotPaths(tree).bySelf[0]).toMatchObject({ name: 'verify', source: 'api.py:31', self: 40 });
    const calls = readFileSync(join(path, 'calls'), 'utf8');
    expect(calls).toMatch(/^record --pid 4242 --duration 30 --rate 99 --format raw --output \S+\n$/);
    expect(existsSync(/--output (\S+)/.exec(calls)?.[1] ?? '')).toBe(false);
  });

  test('that is not installed, or may not attach, says what to do', async () => {
    await expect(profileByPySpy({ ...options, path: '/nowhere' })).rejects.toMatchObject({
      code: 'ERR_PROFILER_MISSING',
      message: 'py-spy is not installed',
      hint: expect.stringContaining('pip install py-spy'),
    });
    const path = toolFolder(
      'py-spy',
      'echo "Error: Permission Denied: Try running again with elevated permissions" >&2; exit 1',
    );
    await expect(profileByPySpy({ ...options, path })).rejects.toMatchObject({
      code: 'ERR_PROFILER_ATTACH',
      message: expect.stringMatching(/could not profile process 4242: Error: Permission Denied/),
      hint: expect.stringContaining('SYS_PTRACE'),
    });
  });
});

describe('perf', () => {
  test('that records nothing says why', async () => {
    const path = toolFolder(
      'perf',
      '[ "$1" = record ] && echo "Error: perf_event_paranoid setting is 4" >&2; exit 255',
    );
    await expect(profileByPerf({ ...options, path })).rejects.toMatchObject({
      code: 'ERR_PROFILER_ATTACH',
      message: expect.stringMatching(/perf_event_paranoid setting is 4/),
      hint: expect.stringContaining('sysctl'),
    });
  });

  // Where perf is installed but the kernel does not let it count, as in many containers, there is nothing real to run.
  test.runIf(existsSync('/usr/bin/perf') && process.getuid?.() === 0)(
    'sees what a busy process runs',
    async () => {
      const child = spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' });
      children.push(child);
      await once(child, 'spawn');
      const found = await profileByPerf({ ...options, pid: child.pid!, path: '/usr/bin:/bin' }).catch(
        (error) => error,
      );
      if (found instanceof Error) expect(found).toMatchObject({ code: 'ERR_PROFILER_ATTACH' });
      else expect(hotPaths(found).byTotal[0]).toMatchObject({ totalShare: 1 });
    },
  );
});
