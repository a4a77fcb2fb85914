import { execFile } from 'node:child_process';
import { readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { NoSuchProcessError } from '../monitor/monitor.js';
import { readProcess } from '../monitor/process-reading.js';

/** What a process runs on, which is what can profile it. */
export type Runtime = 'node' | 'python' | 'native';

const run = promisify(execFile);

/** By the name of the program that a process runs. @throws NoSuchProcessError */
export async function detectRuntime(pid: number): Promise<Runtime> {
  if ((await readProcess(pid)) === null) throw new NoSuchProcessError(pid);
  return runtimeOf(basename(await programOf(pid)));
}

/** `node`, `nodejs`, `python3.11` and the like; all else is native. Pure. */
export function runtimeOf(program: string): Runtime {
  // An upgrade under a running server leaves ` (deleted)` at the end of the link.
  const name = program.replace(/ \(deleted\)$/, '');
  if (/^node(?:js)?(?:-?\d[\d.]*)?(?:\.exe)?$/.test(name)) return 'node';
  return /^(?:python|pypy)[\d.]*(?:\.exe)?$/i.test(name) ? 'python' : 'native';
}

async function programOf(pid: number): Promise<string> {
  try {
    return await readlink(`/proc/${pid}/exe`);
  } catch {
    // No /proc, or another user's process.
    const { stdout } = await run('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
    return stdout.trim();
  }
}
