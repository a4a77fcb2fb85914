import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRealClock } from '@benchwright/load-driver';
import { afterEach, describe, expect, test } from 'vitest';
import { findListeningPid, type ListenerError, listeningPortsOf } from '../../monitor/listening-process.js';
import { cpuTimeOf } from '../tree/cpu-profile.js';
import { allocationTree } from '../tree/heap-profile.js';
import { hotPaths } from '../tree/hot-paths.js';
import { openInspector } from './open-inspector.js';
import { profileNode } from './profile-node.js';

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
    child.kill('SIGKILL');
    await gone;
  }
});

/** A server whose requests hash and allocate in functions of known names; it prints its port. An ES module: `node -e` has a global `require`, real servers have not. */
const SERVER = `
  import { createHash } from 'node:crypto';
  import { createServer } from 'node:http';
  const kept = [];
  function burnCycles() { let x = 0; for (let i = 0; i < 3e5; i++) x = (x * 31 + i) % 1000003; return x; }
  function hoardBytes() { kept.push(new Array(2000).fill(Math.random())); }
  const server = createServer(function handleRequest(request, response) {
    hoardBytes();
    response.end(createHash('sha256').update(String(burnCycles())).digest('hex'));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

async function start(nodeArgs: readonly string[], source = SERVER): Promise<{ pid: number; port: number }> {
  const child = spawn(process.execPath, [...nodeArgs, '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const [line] = await once(child.stdout!, 'data');
  return { pid: child.pid!, port: Number(String(line)) };
}

/** Profiles a process until it has answered some requests. */
async function profiled(pid: number, port: number) {
  const enough = new AbortController();
  const load = async (): Promise<void> => {
    for (let i = 0; i < 150; i++) await (await fetch(`http://127.0.0.1:${port}/`)).text();
    enough.abort();
  };
  let loading = Promise.resolve();
  const profile = await profileNode({
    pid,
    durationNs: 20e9,
    clock: createRealClock(),
    signal: enough.signal,
    onStarted: () => {
      loading = load();
    },
  });
  await loading;
  return profile;
}

describe.runIf(process.platform === 'linux')('a Node process', () => {
  test('that was not started for it: functions, allocations, collections, delays; and its inspector is closed again', async () => {
    const { pid, port } = await start(['--inspect-port=0']);
    const { cpuProfile, heapProfile, runtime, liveHeapBytes, durationNs } = await profiled(pid, port);
    const { tree, idleNs, totalNs } = cpuTimeOf(cpuProfile);
    expect(hotPaths(tree).bySelf.map(({ name }) => name)).toContain('burnCycles');
    expect(hotPaths(tree).byTotal.map(({ name }) => name)).toContain('handleRequest');
    expect(idleNs).toBeLessThan(totalNs);
    expect(hotPaths(allocationTree('heap', heapProfile)).bySelf.map(({ name }) => name)).toContain(
      'hoardBytes',
    );
    expect(liveHeapBytes.after - liveHeapBytes.before).toBeGreaterThan(100 * 2000 * 8);
    expect(runtime.nodeVersion).toBe(process.version);
    expect(runtime.eventLoopUtilization).toBeGreaterThan(0);
    expect(Object.values(runtime.gc).every(({ count, totalNs: ns }) => count > 0 && ns >= 0)).toBe(true);
    expect(durationNs).toBeGreaterThan(0);
    await expect.poll(() => listeningPortsOf(pid)).toEqual([port]);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  test('whose inspector was open: it stays so', async () => {
    const { pid, port } = await start(['--inspect=127.0.0.1:0']);
    const { cpuProfile } = await profiled(pid, port);
    expect(cpuProfile.samples.length).toBeGreaterThan(10);
    expect(await listeningPortsOf(pid)).toHaveLength(2);
    const again = await openInspector(pid);
    expect(again.openedHere).toBe(false);
    await again.client.close();
  });

  test('that ends meanwhile is named', async () => {
    const { pid, port } = await start(['--inspect-port=0']);
    const profile = profileNode({
      pid,
      durationNs: 60e9,
      clock: createRealClock(),
      signal: new AbortController().signal,
      onStarted: () => process.kill(pid, 'SIGKILL'),
    });
    await expect(profile).rejects.toMatchObject({ code: 'ERR_PROFILER_LOST' });
    // A killed process gives up its port a little after its connections.
    await expect
      .poll(() => findListeningPid(port).catch(({ code }: ListenerError) => code))
      .toBe('ERR_NO_LISTENER');
  });

  test('that does not listen for the signal is not killed with it', async () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    children.push(child);
    await once(child, 'spawn');
    await expect(openInspector(child.pid!)).rejects.toMatchObject({
      code: 'ERR_PROFILER_ATTACH',
      message: expect.stringMatching(/does not listen for SIGUSR1/),
    });
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  });
});
