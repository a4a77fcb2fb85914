import type { Environment } from '../schema/environment.js';
import { removeSecretsFromArgv } from '../secrets/secret-argv.js';
import { type Machine, thisMachine } from './machine.js';
import { readCgroupLimits } from './read-cgroup.js';
import { readCiVendor } from './read-ci.js';
import { readCpu } from './read-cpu.js';
import { detectContainer, readVirtualization } from './read-virtualization.js';

export interface CaptureOptions {
  /** Versions of what was measured and what measured it, by package name. */
  packages: Readonly<Record<string, string>>;
  /** The folder whose git commit is recorded; by default the current one. */
  cwd?: string;
}

/**
 * Reads the machine and software that a run is about to be measured on. What cannot be read is null. Never throws;
 * takes some milliseconds, for git at most five seconds.
 */
export async function captureEnvironment({
  packages,
  cwd = process.cwd(),
}: CaptureOptions): Promise<Environment> {
  return await describeMachine(thisMachine(cwd), packages);
}

/** {@link captureEnvironment} of any machine. */
export async function describeMachine(
  machine: Machine,
  packages: Readonly<Record<string, string>>,
): Promise<Environment> {
  const { facts } = machine;
  const limits = readCgroupLimits(machine);
  const { hostname, platform, release, arch, versions, env } = facts;
  return {
    hostname,
    os: { platform, release, arch, distribution: distributionOf(machine) },
    cpu: readCpu(machine, limits.cpuQuotaCores),
    memory: { totalBytes: facts.totalMemoryBytes, limitBytes: limits.memoryLimitBytes },
    container: { detected: detectContainer(machine), ...limits },
    virtualization: readVirtualization(machine),
    runtime: {
      node: versions.node ?? 'unknown',
      v8: versions.v8 ?? 'unknown',
      openssl: versions.openssl ?? null,
      uv: versions.uv ?? null,
      execArgv: removeSecretsFromArgv([...nodeOptions(env.NODE_OPTIONS), ...facts.execArgv]),
    },
    packages: { ...packages },
    git: await readGit(machine),
    ci: readCiVendor(env),
  };
}

/** How many cores this process may use, affinity and container quota taken into account: not always a whole number. Reads a few files. */
export function usableCores(): number {
  const machine = thisMachine(process.cwd());
  return readCpu(machine, readCgroupLimits(machine).cpuQuotaCores).usableCores;
}

/** NODE_OPTIONS act like flags of the command line and change a measurement just as much. */
function nodeOptions(text = ''): string[] {
  return text.split(/\s+/).filter((option) => option !== '');
}

function distributionOf(machine: Machine): string | null {
  const text = machine.readText('/etc/os-release') ?? machine.readText('/usr/lib/os-release') ?? '';
  return /^PRETTY_NAME="?(.*?)"?$/m.exec(text)?.[1] ?? null;
}

/** Untracked files do not count as dirty: a run leaves its own results behind. */
async function readGit(machine: Machine): Promise<Environment['git']> {
  const commit = await machine.git(['rev-parse', '--verify', 'HEAD']);
  if (commit === null || !/^[0-9a-f]{40,64}$/.test(commit)) return null;
  const changes = await machine.git(['status', '--porcelain', '--untracked-files=no']);
  if (changes === null) return null;
  const branch = await machine.git(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  return { commit, ...(branch === null || branch === '' ? {} : { branch }), dirty: changes !== '' };
}
