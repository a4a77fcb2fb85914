import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { type ControlGroup, createControlGroup } from '../cgroup/control-group.js';
import { enterCommand, type OpenHierarchy } from '../cgroup/open-hierarchy.js';
import type { Enforcement, FunctionDefinition } from '../function-definition.js';
import { CHANNEL_FD } from './protocol.js';

/** A vCPU of Lambda comes with this much memory ("Configure Lambda function memory" in its developer guide). */
const MB_PER_VCPU = 1769;
const BYTES_PER_MB = 1_048_576;

export interface SpawnOptions {
  readonly definition: FunctionDefinition;
  readonly env: Readonly<Record<string, string>>;
  readonly bootstrapFile: string;
  readonly hierarchy: OpenHierarchy | null;
  /** Distinguishes the groups of one platform. */
  readonly name: string;
}

/** The process of an environment, and how it is held to its limits. */
export interface SpawnedEnvironment {
  readonly child: ChildProcess;
  readonly channel: Duplex;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly group: ControlGroup | null;
  readonly enforcement: Enforcement;
}

/** Starts the process inside its group: a shell enters and then becomes Node, so that loading the code is held to the limits too. */
export function spawnEnvironment({
  definition,
  env,
  bootstrapFile,
  hierarchy,
  name,
}: SpawnOptions): SpawnedEnvironment {
  const { memoryMb } = definition;
  const memoryBytes = memoryMb * BYTES_PER_MB;
  const group =
    hierarchy === null
      ? null
      : createControlGroup(hierarchy.hierarchy, name, { memoryBytes, cpus: memoryMb / MB_PER_VCPU });
  // Lets V8 collect rather than grow where the heap nears the memory of the function; Buffers are beyond its reach.
  const node = [`--max-old-space-size=${Math.floor(memoryMb * 0.9)}`, bootstrapFile];
  const [command, args] =
    group === null
      ? [process.execPath, node]
      : ['/bin/sh', ['-c', `${enterCommand(group.procsFiles)} && exec "$0" "$@"`, process.execPath, ...node]];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env,
    // A group of its own: Ctrl-C in a terminal does not reach it, and everything that the function started can be killed with it.
    detached: true,
  });
  return {
    child,
    channel: child.stdio[CHANNEL_FD] as Duplex,
    stdout: child.stdout!,
    stderr: child.stderr!,
    group,
    enforcement: enforcementOf(hierarchy),
  };
}

/** What limits environments here: what the control groups hold to, else a watchdog for memory where the system tells a process's memory. */
export function enforcementOf(hierarchy: OpenHierarchy | null): Enforcement {
  const watched = process.platform === 'linux' ? 'rss-watchdog' : 'not enforced';
  if (hierarchy === null) return { memory: watched, cpu: 'not enforced' };
  const { memory, cpu } = hierarchy;
  return { memory: memory === 'not enforced' ? watched : memory, cpu };
}
