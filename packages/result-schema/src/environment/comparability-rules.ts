import type { Environment } from '../schema/environment.js';

export type Severity = 'incomparable' | 'note';
type Value = string | number | boolean | null;

export interface ComparabilityRule {
  field: string;
  read: (environment: Environment) => Value;
  /** Only asked of two known values that differ. */
  judge: (a: NonNullable<Value>, b: NonNullable<Value>) => Severity | 'same';
  why: string;
  /** When given and false, the difference follows from another one and is left out. */
  onlyIf?: (a: Environment, b: Environment) => boolean;
}

/** Totals differ a little between boots and kernels of the same machine. */
const SAME_MEMORY = 0.02;
/** A momentary frequency, read where no nominal one is to be had, wanders. */
const SAME_MHZ = 0.05;

const incomparable = (): Severity => 'incomparable';
const note = (): Severity => 'note';

function within(tolerance: number, beyond: Severity): ComparabilityRule['judge'] {
  return (a, b) => {
    const [low, high] = [Math.min(Number(a), Number(b)), Math.max(Number(a), Number(b))];
    return high - low <= tolerance * high ? 'same' : beyond;
  };
}

/** Incomparable when the first `parts` numbers of a dotted version differ, else a note. */
function version(parts: number): ComparabilityRule['judge'] {
  const head = (value: Value): string => (String(value).match(/\d+/g) ?? []).slice(0, parts).join('.');
  return (a, b) => (head(a) === head(b) ? 'note' : 'incomparable');
}

/** Flags of Node or V8 that change speed; others (`--import`, `--conditions`) are only noted. */
const SPEED_FLAG =
  /--(jitless|no-opt|max-lazy|interpreted|single-threaded|max-old-space|max-semi-space|min-semi-space|max-heap|optimize|lite-mode|inspect|cpu-prof|heap-prof|prof\b|perf|gc|expose-gc|no-(sparkplug|maglev|turbofan)|stack-size|v8-pool-size|trace)/;

const speedFlags = (flags: Value): string =>
  (String(flags).match(/\S+/g) ?? []).filter((f) => SPEED_FLAG.test(f)).join(' ');

/** V8, libuv and OpenSSL come with Node: naming them again when Node differs says nothing new. */
function builtInto(part: 'v8' | 'uv' | 'openssl', why: string): ComparabilityRule {
  const sameNode = (a: Environment, b: Environment): boolean => a.runtime.node === b.runtime.node;
  return {
    field: `runtime.${part}`,
    read: ({ runtime }) => runtime[part],
    judge: note,
    why,
    onlyIf: sameNode,
  };
}

export const RULES: readonly ComparabilityRule[] = [
  {
    field: 'cpu.model',
    read: ({ cpu }) => cpu.model,
    judge: incomparable,
    why: 'Another CPU does the same work in another time.',
  },
  {
    field: 'os.arch',
    read: ({ os }) => os.arch,
    judge: incomparable,
    why: 'Another instruction set is another machine.',
  },
  {
    field: 'os.platform',
    read: ({ os }) => os.platform,
    judge: incomparable,
    why: 'Another operating system has other network, scheduler and timer code.',
  },
  {
    field: 'cpu.usableCores',
    read: ({ cpu }) => cpu.usableCores,
    judge: incomparable,
    why: 'Generator and target share the cores: with another number of them they disturb each other differently.',
  },
  {
    field: 'cpu.logicalCores',
    read: ({ cpu }) => cpu.logicalCores,
    judge: note,
    why: 'The machine has another number of cores, though the process may not use them all.',
  },
  {
    field: 'cpu.governor',
    read: ({ cpu }) => cpu.governor,
    judge: incomparable,
    why: 'The frequency governor decides how fast the CPU runs under light load: powersave adds to every latency.',
  },
  {
    field: 'cpu.turbo',
    read: ({ cpu }) => cpu.turbo,
    judge: incomparable,
    why: 'With turbo the speed depends on temperature and on what the other cores do.',
  },
  {
    field: 'cpu.mhz',
    read: ({ cpu }) => cpu.mhz,
    judge: within(SAME_MHZ, 'note'),
    why: 'The CPU is set up for, or ran at, another frequency.',
  },
  {
    field: 'virtualization',
    read: ({ virtualization }) => virtualization,
    judge: incomparable,
    why: 'A hypervisor takes time of its own and may give the CPU to somebody else.',
  },
  {
    field: 'container.detected',
    read: ({ container }) => container.detected,
    judge: incomparable,
    why: 'A container adds system-call filters and usually a network of its own.',
  },
  {
    field: 'memory.totalBytes',
    read: ({ memory }) => memory.totalBytes,
    judge: within(SAME_MEMORY, 'note'),
    why: 'With less memory caches are smaller and swapping begins earlier.',
  },
  {
    field: 'os.release',
    read: ({ os }) => os.release,
    judge: version(2),
    why: 'Kernels differ in network stack, scheduler and mitigations for CPU faults.',
  },
  {
    field: 'os.distribution',
    read: ({ os }) => os.distribution,
    judge: note,
    why: 'Distributions differ in kernel settings and system libraries.',
  },
  {
    field: 'runtime.node',
    read: ({ runtime }) => runtime.node,
    judge: version(1),
    why: 'Node brings the JavaScript engine, the event loop and the HTTP code of the generator.',
  },
  builtInto('v8', 'V8 compiles and runs all JavaScript.'),
  builtInto('uv', 'libuv runs the event loop.'),
  builtInto('openssl', 'OpenSSL does the work of TLS.'),
  {
    field: 'runtime.execArgv',
    read: ({ runtime }) => runtime.execArgv.join(' '),
    judge: (a, b) => (speedFlags(a) === speedFlags(b) ? 'note' : 'incomparable'),
    why: 'Flags of Node can change how code is compiled and how memory is managed.',
  },
  {
    field: 'git.dirty',
    read: ({ git }) => git?.dirty ?? false,
    judge: note,
    why: 'One was measured with changes that no commit holds, so its commit does not say what ran.',
  },
  {
    field: 'ci',
    read: ({ ci }) => ci ?? 'none',
    judge: note,
    why: 'CI vendors differ in machines and in neighbours.',
  },
  {
    field: 'hostname',
    read: ({ hostname }) => hostname,
    judge: note,
    why: 'Two machines of one model still differ in cooling, neighbours and history.',
  },
];
