import type { Machine, MachineFacts } from '../environment/machine.js';

interface MachineFixture {
  facts?: Partial<MachineFacts>;
  /** Files by path; a folder is there when a file below it is. */
  files?: Readonly<Record<string, string>>;
  git?: Readonly<Record<string, string>>;
}

const facts: MachineFacts = {
  hostname: 'bench-1',
  platform: 'linux',
  release: '6.8.0-45-generic',
  arch: 'x64',
  cpuModel: 'unknown',
  cpuMhz: 0,
  logicalCores: 8,
  availableCores: 8,
  totalMemoryBytes: 16 * 2 ** 30,
  versions: { node: '20.20.2', v8: '11.3.244.8', openssl: '3.0.19', uv: '1.46.0' },
  execArgv: [],
  env: {},
};

/** A machine made of a tree of files, as if they were its /proc and /sys. */
export function fixtureMachine({ files = {}, git = {}, ...given }: MachineFixture): Machine {
  const below = (folder: string): string[] =>
    Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
  return {
    facts: { ...facts, ...given.facts },
    readText: (path) => files[path]?.trim() ?? null,
    listFolder: (folder) => [
      ...new Set(below(folder).map((path) => path.slice(folder.length + 1).split('/')[0] ?? '')),
    ],
    exists: (path) => path in files || below(path).length > 0,
    git: async (args) => git[args.join(' ')] ?? null,
  };
}

/** One core of /proc/cpuinfo as x86 prints it, and a second one. */
export function cpuInfoText(flags: string, model = 'AMD EPYC 7763 64-Core  Processor'): string {
  const core = (number: number): string =>
    [`processor\t: ${number}`, `model name\t: ${model}`, 'cpu MHz\t\t: 2449.998', `flags\t\t: ${flags}`].join(
      '\n',
    );
  return `${core(0)}\n\n${core(1)}\n`;
}

const cpufreq = '/sys/devices/system/cpu/cpufreq';

export const bareMetal: MachineFixture = {
  files: {
    '/proc/cpuinfo': cpuInfoText('fpu vme de', 'Intel(R) Core(TM) i7-9700K CPU @ 3.60GHz'),
    '/proc/self/status': 'Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7\n',
    '/proc/self/cgroup': '0::/user.slice/user-1000.slice/session-2.scope\n',
    '/sys/fs/cgroup/user.slice/memory.max': 'max\n',
    '/sys/fs/cgroup/user.slice/cpu.max': 'max 100000\n',
    [`${cpufreq}/policy0/scaling_governor`]: 'performance\n',
    [`${cpufreq}/policy0/cpuinfo_max_freq`]: '4900000\n',
    [`${cpufreq}/policy1/scaling_governor`]: 'performance\n',
    [`${cpufreq}/policy1/cpuinfo_max_freq`]: '4900000\n',
    '/sys/devices/system/cpu/intel_pstate/no_turbo': '0\n',
    '/sys/class/dmi/id/sys_vendor': 'ASUS\n',
    '/etc/os-release': 'NAME="Ubuntu"\nPRETTY_NAME="Ubuntu 24.04.1 LTS"\n',
    '/proc/1/cgroup': '0::/init.scope\n',
  },
  git: {
    'rev-parse --verify HEAD': '0123456789abcdef0123456789abcdef01234567',
    'status --porcelain --untracked-files=no': '',
  },
};

/** `docker run --cpus 1.5 --memory 512m` on a host with cgroup v1: the path is the host's, the mount the container's. */
export const dockerV1: MachineFixture = {
  files: {
    '/.dockerenv': '',
    '/proc/cpuinfo': cpuInfoText('fpu hypervisor'),
    '/proc/self/status': 'Cpus_allowed_list:\t0-1,4\n',
    '/proc/self/cgroup':
      '9:memory:/docker/1f2e\n4:cpu,cpuacct:/docker/1f2e\n3:cpuset:/docker/1f2e\n0::/system.slice\n',
    '/proc/1/cgroup': '4:cpu,cpuacct:/docker/1f2e\n',
    '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '150000\n',
    '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '536870912\n',
    '/sys/class/dmi/id/sys_vendor': 'Amazon EC2\n',
    '/sys/class/dmi/id/product_name': 'm5.xlarge\n',
  },
};

/** A pod with `limits: {cpu: 4, memory: 1Gi}` on cgroup v2 in a namespace of its own. */
export const podV2: MachineFixture = {
  facts: { env: { KUBERNETES_SERVICE_HOST: '10.0.0.1', CI: 'true', GITLAB_CI: 'true' } },
  files: {
    '/proc/cpuinfo': cpuInfoText('fpu hypervisor'),
    '/proc/self/cgroup': '0::/\n',
    '/sys/fs/cgroup/cpu.max': '400000 100000\n',
    '/sys/fs/cgroup/memory.max': '1073741824\n',
    '/sys/class/dmi/id/sys_vendor': 'Google\n',
    '/sys/class/dmi/id/product_name': 'Google Compute Engine\n',
  },
};

/** macOS: neither /proc nor /sys. */
export const mac: MachineFixture = {
  facts: { platform: 'darwin', arch: 'arm64', release: '23.6.0', cpuModel: 'Apple M2', cpuMhz: 2400 },
};
