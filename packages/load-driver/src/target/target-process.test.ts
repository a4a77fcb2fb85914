import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startTargetProcess } from './target-process.js';

const folder = mkdtempSync(join(tmpdir(), 'benchwright-target-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, body: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, body);
  return file;
}

const READY = `console.log(JSON.stringify({ name: 'x', pid: process.pid, endpoints: { a: process.argv.slice(2).join(' ') } }));`;
const STAY = 'setInterval(() => {}, 1000);';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('startTargetProcess', () => {
  it('waits for the announcement, passes the arguments on and ends the process', async () => {
    const target = await startTargetProcess({ entry: script('good', READY + STAY), args: ['--port', '0'] });
    expect(target.endpoints).toEqual({ a: '--port 0 --exit-with-parent' });
    expect(isAlive(target.pid)).toBe(true);
    await target.close();
    expect(isAlive(target.pid)).toBe(false);
  });

  it('ends one that ignores SIGTERM', async () => {
    const target = await startTargetProcess({
      entry: script('deaf', `process.on('SIGTERM', () => {}); ${READY} ${STAY}`),
    });
    await target.close();
    expect(isAlive(target.pid)).toBe(false);
  });

  it('says what a target that dies at once wrote', async () => {
    const entry = script('dies', `console.error('port 1 is taken'); process.exit(1);`);
    await expect(startTargetProcess({ entry })).rejects.toMatchObject({
      code: 'ERR_TARGET_START',
      message: expect.stringMatching(/ended with code 1.*port 1 is taken/s),
    });
  });

  it('does not take anything else for an announcement, nor wait for ever', async () => {
    await expect(
      startTargetProcess({ entry: script('chatty', `console.log('hello'); ${STAY}`) }),
    ).rejects.toThrow(/printed "hello"/);
    await expect(startTargetProcess({ entry: script('mute', STAY), readyTimeoutMs: 300 })).rejects.toThrow(
      /within 300 ms/,
    );
  });

  it('gives the child a stdin that closes when its parent is killed', async () => {
    const child = script(
      'child',
      `${READY} process.stdin.resume().on('end', () => process.exit(0)); ${STAY}`,
    );
    const parent = script(
      'parent',
      `import { startTargetProcess } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
       const t = await startTargetProcess({ entry: ${JSON.stringify(child)} });
       console.log(t.pid); setInterval(() => {}, 1000);`,
    );
    const killed = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [text] = (await once(killed.stdout, 'data')) as [Buffer];
    const pid = Number(text.toString());
    expect(isAlive(pid)).toBe(true);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    await expect.poll(() => isAlive(pid), { interval: 10 }).toBe(false);
  });
});
