import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { handlerFile } from '../lambda-entries.js';
import { definition, openPlatform, type TestPlatform } from '../local-lambda/testing.js';
import { openStorage, type TestStorage } from './testing.js';

let storage: TestStorage | null = null;
let platform: TestPlatform | null = null;
let folder: string | null = null;
afterEach(async () => {
  await platform?.close();
  await storage?.server.close();
  if (folder !== null) rmSync(folder, { recursive: true });
  platform = storage = folder = null;
});

const SDK = ['@aws-sdk/client-s3', '@aws-sdk/lib-storage'];

/** Lambda's task folder: the file, and the SDK that the runtime brings. */
function deploy(): string {
  folder = mkdtempSync(join(tmpdir(), 'lambda-task-'));
  copyFileSync(handlerFile, join(folder, 'handler.mjs'));
  mkdirSync(join(folder, 'node_modules', '@aws-sdk'), { recursive: true });
  const require = createRequire(import.meta.url);
  for (const name of SDK) {
    symlinkSync(
      realpathSync(dirname(require.resolve(`${name}/package.json`))),
      join(folder, 'node_modules', name),
    );
  }
  return join(folder, 'handler.mjs');
}

describe('the file that is deployed', () => {
  it('imports the SDK and Node, and nothing else', () => {
    const imports = [...readFileSync(handlerFile, 'utf8').matchAll(/^import .* from '([^']+)';$/gm)].map(
      ([, name]) => name,
    );
    expect(imports.filter((name) => name?.startsWith('@')).sort()).toEqual(SDK);
    expect(imports.filter((name) => !name?.startsWith('@')).sort()).toEqual(['crypto', 'stream']);
  });

  it('runs in a folder of its own', async () => {
    storage = await openStorage();
    const file = deploy();
    const script = `const { handler } = await import(${JSON.stringify(file)}); await handler({ run_id: 'alone' }, { awsRequestId: 'r', functionName: 'f' });`;
    const env = { ...storage.env(), PATH: process.env.PATH ?? '', NODE_NO_WARNINGS: '1' };
    // Asynchronous: the S3 that it writes to is in this process.
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env, cwd: folder! });
    const [stdout, stderr] = await Promise.all([child.stdout.toArray(), child.stderr.toArray()]);
    expect(Buffer.concat(stderr).toString()).toBe('');
    const line = JSON.parse(Buffer.concat(stdout).toString()) as Record<string, unknown>;
    expect(line).toMatchObject({ ok: true, run_id: 'alone', cold_start: true });
    // From the start of the process: loading the SDK takes tens of milliseconds at least.
    expect(line.cold_start_ms).toBeGreaterThan(20);
  });

  it('says why it cannot run where there is no SDK', () => {
    folder = mkdtempSync(join(tmpdir(), 'lambda-task-'));
    copyFileSync(handlerFile, join(folder, 'handler.mjs'));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'handler.mjs')], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain("Cannot find package '@aws-sdk/client-s3'");
  });

  it('runs in the local Lambda: cold, then warm, its line in the log', async () => {
    storage = await openStorage();
    const env = storage.env({ WORKLOAD: 'batch', MULTIPART_MB: '5', OBJECT_MB: '11', MEMORY_MB: '1024' });
    platform = await openPlatform([
      definition({ name: 'ingest-batch-m1024-p5-rc0', memoryMb: 1024, env, handlerFile: deploy() }),
    ]);
    const cold = await platform.invoke({ run_id: 'local' });
    const warm = await platform.invoke({ run_id: 'local' });
    expect([cold.payload, warm.payload]).toMatchObject([
      {
        ok: true,
        cold_start: true,
        multipart_parts: 3,
        memory_mb: 1024,
        function_name: 'ingest-batch-m1024-p5-rc0',
      },
      { ok: true, cold_start: false, multipart_parts: 3 },
    ]);
    const emf = (await platform.platform.logs('ingest-batch-m1024-p5-rc0')).filter(({ message }) =>
      message.startsWith('{"_aws"'),
    );
    expect(emf.map(({ message }) => (JSON.parse(message) as { ok: boolean }).ok)).toEqual([true, true]);
  });

  it('fails its invocation in the local Lambda when its label contradicts its memory', async () => {
    storage = await openStorage();
    platform = await openPlatform([
      definition({ memoryMb: 512, env: storage.env({ MEMORY_MB: '1024' }), handlerFile: deploy() }),
    ]);
    const answer = await platform.client.send(new InvokeCommand({ FunctionName: 'f' }));
    expect(answer.FunctionError).toBe('Unhandled');
    expect(JSON.parse(Buffer.from(answer.Payload!).toString())).toMatchObject({
      errorType: 'LambdaSettingsError',
      errorMessage: expect.stringContaining('MEMORY_MB is "1024"; allowed: 512'),
    });
  });
});
