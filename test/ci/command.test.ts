import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../.ci/command.mjs';

const options = { cwd: tmpdir(), env: process.env, timeoutMs: 60_000, echo: false };

describe('a command of a stage', () => {
  it('gives its exit code and what it said', async () => {
    const program = 'console.log("out"); console.error("err"); process.exitCode = 3;';
    const result = await runCommand([process.execPath, '-e', program], options);
    expect(result).toMatchObject({ code: 3, timedOut: false });
    expect(result.output.split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('is ended with all it started when its time is over', async () => {
    // The grandchild holds the pipe open: the result comes only when that one is gone as well.
    const program = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })`;
    const result = await runCommand([process.execPath, '-e', program], { ...options, timeoutMs: 200 });
    expect(result).toMatchObject({ code: null, timedOut: true });
  });

  it('says so when there is no such program', async () => {
    const result = await runCommand(['no-such-program-here'], options);
    expect(result.code).toBeNull();
    expect(result.output).toContain('no-such-program-here');
  });
});
