import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startTargetProcess } from './target-process.js';

const folder = mkdtempSync(join(tmpdir(), 'benchwright-run-target-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const built = JSON.stringify(new URL('../../dist/target.js', import.meta.url).href);

/** A program whose server is started by `start`, an expression. */
function program(name: string, start: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, `import { runTarget } from ${built}; runTarget('thing', ${start});`);
  return file;
}

/** The timer stands for a server that keeps the process alive; closing it is what may let it end. */
const server = (members: string) =>
  `async (args) => { const t = setInterval(() => {}, 1000); return {
     endpoints: { thing: args.join(' ') }, ${members}
     close: async () => { clearInterval(t); process.stderr.write('closed'); } }; }`;

async function ended(child: ChildProcess) {
  const stdout = child.stdout === null ? '' : text(child.stdout);
  const stderr = child.stderr === null ? '' : text(child.stderr);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: await stdout, stderr: await stderr };
}

function start(file: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

describe('runTarget', () => {
  it('is the other end of startTargetProcess', async () => {
    const entry = program('good', server(`credentials: { accessKeyId: 'a' },`));
    const target = await startTargetProcess({ entry, args: ['--port', '0'] });
    const { name, pid, endpoints, credentials } = target;
    await target.close();
    expect({ name, endpoints, credentials }).toEqual({
      name: 'thing',
      endpoints: { thing: '--port 0' },
      credentials: { accessKeyId: 'a' },
    });
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('closes the server on %s', async (signal) => {
    const child = start(program('signalled', server('')));
    const end = ended(child);
    await once(child.stdout!, 'data');
    child.kill(signal);
    child.kill(signal);
    expect(await end).toMatchObject({ code: 0, stderr: 'closed' });
  });

  it('closes it when stdin ends, if it was told to', async () => {
    const child = start(program('orphan', server('')), '--exit-with-parent');
    const end = ended(child);
    await once(child.stdout!, 'data');
    child.stdin!.end();
    expect(await end).toMatchObject({ code: 0, stderr: 'closed' });
  });

  it('closes it after the start when the signal comes before', async () => {
    // A listener of signals keeps no process alive; something that is being started does.
    const slow = `async () => { const t = setInterval(() => {}, 1000); process.stderr.write('starting');
      await new Promise((go) => process.once('SIGTERM', go)); clearInterval(t); return (${server('')})([]); }`;
    const child = start(program('early', slow));
    const end = ended(child);
    await once(child.stderr!, 'data');
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ code: 0, stderr: expect.stringContaining('closed') });
  });

  it('says what the user can change in one line, and shows where a fault is', async () => {
    const expected = `() => { throw Object.assign(new Error('port 1 is in use'), { code: 'ERR_PORT_IN_USE' }); }`;
    expect(await ended(start(program('expected', expected)))).toEqual({
      code: 1,
      stdout: '',
      stderr: 'port 1 is in use\n',
    });
    const fault = await ended(start(program('fault', `async () => { throw new TypeError('no'); }`)));
    expect(fault).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^TypeError: no\n +at .*fault\.mjs/),
    });
  });
});
