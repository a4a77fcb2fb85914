import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTargetProcess } from '@benchwright/load-driver';
import { compareReplicates } from '@benchwright/report';
import { describe, expect, it, onTestFinished } from 'vitest';
import { didTargetEntry } from '../target-entry.js';
import { measure } from '../testing/measure.js';
import { startSlowProxy } from '../testing/slow-proxy.js';
import { didSides } from './compare-sides.js';
import { didAbConfigSchema } from './config.js';
import { planDidAb } from './plan.js';
import { startServerCommand } from './server-command.js';
import { didAbSuite } from './suite.js';

const LIMITS = { confidence: 0.95, noiseShare: 0.02, resolutionShare: 0.05, paired: true };
const LABELS = { baseline: 'before', candidate: 'after' };

describe('the order of a comparison', () => {
  const config = didAbConfigSchema.parse({ operations: 'health,verify', trials: 40 });

  it('has the two sides of an operation behind each other, A B then B A, and the operations in turns', () => {
    const { order } = planDidAb(config, 3);
    const pairs = Array.from({ length: order.length / 2 }, (_, i) => order.slice(2 * i, 2 * i + 2));
    for (const [one, other] of pairs) {
      expect(one!.cell.split('/')[0]).toBe(other!.cell.split('/')[0]);
      expect(one!.trial).toBe(other!.trial);
    }
    for (const operation of ['health', 'verify']) {
      const words = pairs
        .filter(([one]) => one!.cell.startsWith(operation))
        .map((pair) => pair.map(({ cell }) => cell.split('/')[1]![0]).join(''));
      const blocks = Array.from({ length: words.length / 2 }, (_, i) =>
        words.slice(2 * i, 2 * i + 2).join(''),
      );
      expect(new Set(blocks)).toEqual(new Set(['bccb', 'cbbc']));
    }
  });

  it('is the same from the same seed, and another from another', () => {
    expect(planDidAb(config, 3)).toEqual(planDidAb(config, 3));
    expect(planDidAb(config, 4).order).not.toEqual(planDidAb(config, 3).order);
  });
});

it('3 ms added to verification are found, in verification alone', async () => {
  const args = ['--port', '0', '--store', 'memory', '--kdf-iterations', '1'];
  const api = await startTargetProcess({ entry: didTargetEntry, args });
  onTestFinished(() => api.close());
  const target = api.endpoints.did!;
  const before = await startSlowProxy(target, '/verify', 0);
  onTestFinished(() => before.close());
  const after = await startSlowProxy(target, '/verify', 3);
  onTestFinished(() => after.close());
  const config = didAbConfigSchema.parse({
    baseline: { target: before.url },
    candidate: { target: after.url },
    operations: 'verify',
    requests: 240,
    trials: 8,
    connections: 1,
    people: 3,
    monitor: false,
    ceiling: false,
  });
  const { result } = await measure(didAbSuite, config);
  const { rows, onlyInBase, onlyInHead } = compareReplicates(...didSides(result, LABELS), LIMITS);
  const row = rows.find(({ metric }) => metric === 'responseTimeNs')!;
  expect(row).toMatchObject({ cell: 'verify', verdict: 'regressed', base: { n: 8 }, head: { n: 8 } });
  const [slower, faster] = ['candidate', 'baseline'].map(
    (side) => result.cells.find(({ id }) => id === `verify/${side}`)!.metrics.responseTimeNs!.estimate!,
  );
  expect(slower! - faster!).toBeGreaterThan(2.5e6);
  expect([...onlyInBase, ...onlyInHead]).toEqual([]);
});

describe('a server that a command starts', () => {
  const scratch = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'benchwright-did-command-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  };
  const { signal } = new AbortController();

  it('gets a free port, is waited for, and goes with all that it started', async () => {
    const folder = scratch();
    const file = join(folder, 'server.mjs');
    const childFile = join(folder, 'child.pid');
    writeFileSync(
      file,
      `import { createServer } from 'node:http'; import { spawn } from 'node:child_process'; import { writeFileSync } from 'node:fs';
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
       writeFileSync(${JSON.stringify(childFile)}, String(child.pid));
       createServer((_, response) => response.end(process.env.PORT)).listen(Number(process.argv[2]), '127.0.0.1');`,
    );
    const server = await startServerCommand(`'${process.execPath}' '${file}' {port}`, signal);
    const answer = await (await fetch(`${server.target}/health`)).text();
    expect(server.target.endsWith(`:${answer}`)).toBe(true);
    await server.close();
    await expect(fetch(`${server.target}/health`)).rejects.toThrow();
    const child = readFileSync(childFile, 'utf8');
    await expect.poll(() => isRunning(child)).toBe(false);
  });

  it('says why it is not there, with what it printed', async () => {
    const command = `'${process.execPath}' -e 'console.error("no such module: app"); process.exit(3)'`;
    await expect(startServerCommand(command, signal)).rejects.toMatchObject({
      code: 'ERR_SERVER_COMMAND',
      message: expect.stringMatching(/ended with code 3\nno such module: app/),
    });
    await expect(startServerCommand('/no/such/program', signal)).rejects.toMatchObject({
      code: 'ERR_SERVER_COMMAND',
    });
    await expect(startServerCommand("'open", signal)).rejects.toMatchObject({ code: 'ERR_COMMAND_WORDS' });
  });
});

/** Whether a process is there and not merely waiting to be reaped. */
function isRunning(pid: string): boolean {
  const status = `/proc/${pid}/stat`;
  return existsSync(status) && !/\) Z /.test(readFileSync(status, 'utf8'));
}
