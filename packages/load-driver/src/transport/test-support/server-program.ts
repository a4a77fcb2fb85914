import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterThisTest } from './after-this-test.js';

/** Whether a program can be started here. */
export function installed(program: string, versionFlag: string): boolean {
  return spawnSync(program, [versionFlag]).status === 0;
}

/** A folder with these files, removed after the test. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-transport-test-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  afterThisTest(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a server that is not ours and waits until it takes connections; stopped after the test. */
export async function startProgram(program: string, args: readonly string[], port: number): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  afterThisTest(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${said}`);
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => setImmediate(resolve, false));
  });
}
