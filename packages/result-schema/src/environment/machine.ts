import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, hostname, platform, release, totalmem } from 'node:os';

/** What Node itself knows of the machine and of this process. */
export interface MachineFacts {
  hostname: string;
  platform: string;
  release: string;
  arch: string;
  cpuModel: string;
  cpuMhz: number;
  logicalCores: number;
  availableCores: number;
  totalMemoryBytes: number;
  versions: Readonly<Record<string, string | undefined>>;
  execArgv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
}

/** The machine as the environment readers see it; tests put a tree of their own in its place. */
export interface Machine {
  facts: MachineFacts;
  /** The text of a file without surrounding white space; null if it cannot be read. */
  readText(path: string): string | null;
  /** Names in a folder; empty if it cannot be read. */
  listFolder(path: string): readonly string[];
  exists(path: string): boolean;
  /** What git prints; null if it fails, is not installed, or takes more than a few seconds. */
  git(args: readonly string[]): Promise<string | null>;
}

/** A repository on a slow network disk must not hold up a benchmark. */
const GIT_TIMEOUT_MS = 5000;

/** This machine, and git in the folder `cwd`. */
export function thisMachine(cwd: string): Machine {
  return {
    facts: factsOfThisProcess(),
    readText,
    listFolder,
    exists: existsSync,
    git: (args) => runGit(args, cwd),
  };
}

function factsOfThisProcess(): MachineFacts {
  const cores = cpus();
  return {
    hostname: hostname(),
    platform: platform(),
    release: release(),
    arch: arch(),
    cpuModel: cores[0]?.model ?? '',
    cpuMhz: cores[0]?.speed ?? 0,
    logicalCores: cores.length,
    availableCores: availableParallelism(),
    totalMemoryBytes: totalmem(),
    versions: process.versions,
    execArgv: process.execArgv,
    env: process.env,
  };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function runGit(args: readonly string[], cwd: string): Promise<string | null> {
  // Without the optional locks `git status` cannot disturb a commit that someone is making meanwhile.
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0' };
  const options = { cwd, env, timeout: GIT_TIMEOUT_MS, windowsHide: true, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile('git', [...args], options, (error, stdout) => resolve(error === null ? stdout.trim() : null));
  });
}
