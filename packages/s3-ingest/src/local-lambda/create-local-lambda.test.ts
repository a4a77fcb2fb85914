import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localLambdaEntry } from '../lambda-entries.js';
import { openHierarchy } from './cgroup/open-hierarchy.js';
import { createLocalLambda } from './create-local-lambda.js';
import { clientOf, definition, isAlive } from './testing.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-lambda-process-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hierarchy = openHierarchy();
hierarchy?.close();

/** Control groups that a platform left behind. */
function groupsOf(pid: number): string[] {
  const parents = hierarchy?.folders.map((path) => path.slice(0, path.lastIndexOf('/'))) ?? [];
  return parents.flatMap((parent) =>
    readdirSync(parent).filter((name) => name.startsWith(`benchwright-lambda-${pid}-`)),
  );
}

async function invoke(endpoint: string, event: unknown): Promise<unknown> {
  const client = clientOf(endpoint);
  const { Payload } = await client.send(
    new InvokeCommand({ FunctionName: 'f', Payload: JSON.stringify(event) }),
  );
  client.destroy();
  return JSON.parse(Buffer.from(Payload!).toString());
}

describe('createLocalLambda', () => {
  it('runs in a process of its own, and its logs are read from the folder', async () => {
    const lambda = await createLocalLambda({ functions: [definition()], logFolder: join(folder, 'logs') });
    const { pid } = (await invoke(lambda.endpoint, { do: 'echo', name: 'x' })) as { pid: number };
    expect(lambda.pid).not.toBe(process.pid);
    expect((await lambda.logs('f')).map(({ message }) => message)).toContain('first line of x');
    await lambda.close();
    await lambda.exited;
    await expect
      .poll(() => [isAlive(lambda.pid), isAlive(pid), groupsOf(lambda.pid)])
      .toEqual([false, false, []]);
    await expect(invoke(lambda.endpoint, {})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('says why it does not start', async () => {
    const logFolder = join(folder, 'a-file');
    writeFileSync(logFolder, '');
    await expect(createLocalLambda({ functions: [definition()], logFolder })).rejects.toMatchObject({
      code: 'ERR_TARGET_START',
      message: expect.stringContaining('a-file'),
    });
  });
});

describe('nothing is left', () => {
  const SPIN = { do: 'spin' };

  /** A process that holds a platform as its child, as a runner does; the platform's environment is in the middle of an event that never yields. */
  async function spinning() {
    const options = { functions: [definition({ timeoutSec: 900 })], logFolder: join(folder, 'logs') };
    const optionsFile = join(folder, 'options.json');
    writeFileSync(optionsFile, JSON.stringify(options));
    const script = `require('node:child_process').spawn(process.execPath, ${JSON.stringify([localLambdaEntry, optionsFile, '--exit-with-parent'])}, { stdio: ['pipe', 'inherit', 'inherit'], detached: true })`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const { pid, endpoints } = JSON.parse(line) as { pid: number; endpoints: { lambda: string } };
    const { pid: environment } = (await invoke(endpoints.lambda, { do: 'echo' })) as { pid: number };
    invoke(endpoints.lambda, SPIN).catch(() => {});
    await expect
      .poll(() => readFileSync(join(folder, 'logs', 'f.ndjson'), 'utf8').match(/START RequestId/g)?.length)
      .toBe(2);
    return { parent, platform: pid, environment };
  }

  it('when the parent of the platform is killed', async () => {
    const { parent, platform, environment } = await spinning();
    parent.kill('SIGKILL');
    await expect
      .poll(() => [isAlive(platform), isAlive(environment), groupsOf(platform)])
      .toEqual([false, false, []]);
  });

  it('when the platform itself is killed', async () => {
    const { parent, platform, environment } = await spinning();
    process.kill(platform, 'SIGKILL');
    await expect
      .poll(() => [isAlive(platform), isAlive(environment), groupsOf(platform)])
      .toEqual([false, false, []]);
    parent.kill('SIGKILL');
  });
});
