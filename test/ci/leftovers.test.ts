import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { belongings, countLeftovers } from '../../.ci/leftovers.mjs';

describe('what a run leaves behind', () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'leftovers-')));
    execFileSync('git', ['init', '-q'], { cwd: root });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is nothing after a clean one', async () => {
    expect(await countLeftovers(root, belongings(root))).toEqual({ passed: 2, failures: [], notes: [] });
  });

  it('names a new file', async () => {
    const before = belongings(root);
    writeFileSync(join(root, 'result.json'), '{}');
    expect((await countLeftovers(root, before)).failures).toEqual(['left behind: ?? result.json']);
  });

  it('forgives what was there before', async () => {
    writeFileSync(join(root, 'mine.txt'), '');
    expect((await countLeftovers(root, belongings(root))).failures).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('names a process that still runs', async () => {
    const before = belongings(root);
    const server = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      cwd: root,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await once(server, 'spawn');
    const { failures } = await countLeftovers(root, before, 0);
    server.stdin.end();
    await once(server, 'close');
    expect(failures).toEqual([expect.stringMatching(/^still running: \d+ .*process\.stdin\.resume/)]);
  });
});
