import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { describe, expect, test } from 'vitest';
import { environmentSchema } from '../schema/environment.js';
import { bareMetal, cpuInfoText, dockerV1, fixtureMachine, mac, podV2 } from '../testing/machines.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { captureEnvironment, describeMachine } from './capture.js';
import { readCgroupLimits } from './read-cgroup.js';
import { readCiVendor } from './read-ci.js';
import { readCpu } from './read-cpu.js';
import { detectContainer, readVirtualization } from './read-virtualization.js';

const folder = temporaryFolder();

describe('whole machines', () => {
  test('bare metal', async () => {
    const environment = await describeMachine(fixtureMachine(bareMetal), { benchwright: '0.1.0' });
    expect(environmentSchema.parse(environment)).toEqual({
      hostname: 'bench-1',
      os: { platform: 'linux', release: '6.8.0-45-generic', arch: 'x64', distribution: 'Ubuntu 24.04.1 LTS' },
      cpu: {
        model: 'Intel(R) Core(TM) i7-9700K CPU @ 3.60GHz',
        logicalCores: 8,
        usableCores: 8,
        governor: 'performance',
        mhz: 4900,
        turbo: true,
      },
      memory: { totalBytes: 16 * 2 ** 30, limitBytes: null },
      container: { detected: false, cpuQuotaCores: null, memoryLimitBytes: null },
      virtualization: 'none',
      runtime: { node: '20.20.2', v8: '11.3.244.8', openssl: '3.0.19', uv: '1.46.0', execArgv: [] },
      packages: { benchwright: '0.1.0' },
      git: { commit: '0123456789abcdef0123456789abcdef01234567', dirty: false },
      ci: null,
    });
  });

  test('Docker with cgroup v1: quota and affinity limit the cores', async () => {
    expect(await describeMachine(fixtureMachine(dockerV1), {})).toMatchObject({
      cpu: {
        model: 'AMD EPYC 7763 64-Core Processor',
        usableCores: 1.5,
        mhz: 2450,
        governor: null,
        turbo: null,
      },
      memory: { limitBytes: 512 * 2 ** 20 },
      container: { detected: true, cpuQuotaCores: 1.5, memoryLimitBytes: 512 * 2 ** 20 },
      virtualization: 'amazon-ec2',
      git: null,
    });
    const roomy = fixtureMachine({
      files: { ...dockerV1.files, '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1' },
    });
    expect(await describeMachine(roomy, {})).toMatchObject({
      cpu: { usableCores: 3 },
      container: { cpuQuotaCores: null },
    });
  });

  test('a Kubernetes pod with cgroup v2', async () => {
    expect(await describeMachine(fixtureMachine(podV2), {})).toMatchObject({
      cpu: { usableCores: 4 },
      container: { detected: true, cpuQuotaCores: 4, memoryLimitBytes: 2 ** 30 },
      virtualization: 'google-compute-engine',
      ci: 'gitlab-ci',
    });
  });

  test('macOS: what cannot be read is null', async () => {
    expect(environmentSchema.parse(await describeMachine(fixtureMachine(mac), {}))).toMatchObject({
      os: { platform: 'darwin', distribution: null },
      cpu: { model: 'Apple M2', usableCores: 8, governor: null, mhz: 2400, turbo: null },
      memory: { limitBytes: null },
      container: { detected: false, cpuQuotaCores: null },
      virtualization: null,
      git: null,
    });
  });
});

describe('CPU', () => {
  const cpufreq = '/sys/devices/system/cpu/cpufreq';

  test('governors that differ are all named, turbo is read from either driver', () => {
    const files = {
      [`${cpufreq}/policy0/scaling_governor`]: 'powersave',
      [`${cpufreq}/policy4/scaling_governor`]: 'performance',
      [`${cpufreq}/policy10/scaling_governor`]: 'powersave',
    };
    const turbo = (path: string, value: string): boolean | null =>
      readCpu(fixtureMachine({ files: { ...files, [path]: value } }), null).turbo;
    expect(readCpu(fixtureMachine({ files }), null)).toMatchObject({
      governor: 'performance, powersave',
      turbo: null,
    });
    expect(turbo(`${cpufreq}/boost`, '0')).toBe(false);
    expect(turbo(`${cpufreq}/policy0/boost`, '1')).toBe(true);
    expect(turbo('/sys/devices/system/cpu/intel_pstate/no_turbo', '1')).toBe(false);
  });

  test('ARM has no model name but part numbers; a machine that says nothing is unknown', () => {
    const files = { '/proc/cpuinfo': 'processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n' };
    expect(readCpu(fixtureMachine({ files }), null).model).toBe('ARM implementer 0x41 part 0xd0c');
    const silent = fixtureMachine({ facts: { logicalCores: 0, cpuModel: '' } });
    expect(readCpu(silent, null)).toMatchObject({ model: 'unknown', logicalCores: 1, mhz: null });
  });

  test('a quota above the affinity does not add cores', () => {
    const files = { '/proc/self/status': 'Cpus_allowed_list:\t3\n' };
    expect(readCpu(fixtureMachine({ files }), 2).usableCores).toBe(1);
    expect(readCpu(fixtureMachine({ files }), 0.5).usableCores).toBe(0.5);
  });
});

describe('control groups', () => {
  test('the lowest limit of a group and of those above it counts', () => {
    const files = {
      '/proc/self/cgroup': '0::/bench.slice/run.scope\n',
      '/sys/fs/cgroup/bench.slice/run.scope/cpu.max': '300000 100000',
      '/sys/fs/cgroup/bench.slice/run.scope/memory.max': 'max',
      '/sys/fs/cgroup/bench.slice/cpu.max': '50000 20000',
      '/sys/fs/cgroup/bench.slice/memory.max': '1000000',
    };
    expect(readCgroupLimits(fixtureMachine({ files }))).toEqual({
      cpuQuotaCores: 2.5,
      memoryLimitBytes: 1e6,
    });
  });

  test('v1 says "no limit" with a huge number, and may mount its controllers apart', () => {
    const files = {
      '/proc/self/cgroup': '5:memory:/x\n4:cpu,cpuacct:/x\n',
      '/sys/fs/cgroup/memory/x/memory.limit_in_bytes': '9223372036854771712',
      '/sys/fs/cgroup/cpu/x/cpu.cfs_quota_us': '25000',
      '/sys/fs/cgroup/cpu/x/cpu.cfs_period_us': '50000',
    };
    expect(readCgroupLimits(fixtureMachine({ files }))).toEqual({
      cpuQuotaCores: 0.5,
      memoryLimitBytes: null,
    });
  });

  test('garbage is no limit', () => {
    const files = {
      '/proc/self/cgroup': 'nonsense\n0::/../..\n::\n',
      '/sys/fs/cgroup/cpu.max': 'x y',
      '/sys/fs/cgroup/memory.max': '',
    };
    expect(readCgroupLimits(fixtureMachine({ files }))).toEqual({
      cpuQuotaCores: null,
      memoryLimitBytes: null,
    });
  });
});

describe('virtualization and containers', () => {
  const hypervisor = { '/proc/cpuinfo': cpuInfoText('fpu hypervisor') };
  const dmi = (vendor: string, product: string): Record<string, string> => ({
    '/sys/class/dmi/id/sys_vendor': vendor,
    '/sys/class/dmi/id/product_name': product,
  });

  test.each([
    [{ ...hypervisor }, 'unknown hypervisor'],
    [{ ...hypervisor, ...dmi('QEMU', 'Standard PC') }, 'kvm'],
    [{ ...hypervisor, ...dmi('VMware, Inc.', 'VMware7,1') }, 'vmware'],
    [{ ...hypervisor, ...dmi('Microsoft Corporation', 'Virtual Machine') }, 'hyper-v'],
    [{ ...hypervisor, '/sys/hypervisor/type': 'xen' }, 'xen'],
    [{ '/proc/cpuinfo': cpuInfoText('fpu'), ...dmi('Amazon EC2', 'm5.metal') }, 'none'],
    [{ '/proc/cpuinfo': 'CPU part : 0xd0c', ...dmi('Amazon EC2', 'c7g.metal') }, 'none'],
    [{ '/proc/cpuinfo': 'CPU part : 0xd0c', ...dmi('Amazon EC2', 'c7g.large') }, 'amazon-ec2'],
    [{ '/proc/cpuinfo': 'CPU part : 0xd0c' }, null],
    [{ '/proc/sys/kernel/osrelease': '5.15.153.1-microsoft-standard-WSL2' }, 'wsl'],
  ])('%j is %s', (files, expected) => {
    expect(readVirtualization(fixtureMachine({ files }))).toBe(expected);
  });

  test.each([
    [{ files: { '/run/.containerenv': '' } }, true],
    [{ files: { '/run/systemd/container': 'lxc' } }, true],
    [{ files: { '/proc/1/cgroup': '1:name=systemd:/kubepods/burstable/pod1\n' } }, true],
    [{ facts: { env: { container: 'podman' } } }, true],
    [{ files: { '/proc/1/cgroup': '0::/init.scope\n' } }, false],
    [{}, false],
  ])('%j in a container: %s', (fixture, expected) => {
    expect(detectContainer(fixtureMachine(fixture))).toBe(expected);
  });
});

describe('CI, flags and git', () => {
  test.each([
    [{ GITHUB_ACTIONS: 'true', CI: 'true' }, 'github-actions'],
    [{ JENKINS_URL: 'http://jenkins/' }, 'jenkins'],
    [{ TF_BUILD: 'True' }, 'azure-pipelines'],
    [{ CI: '1' }, 'unknown'],
    [{ CI: 'false' }, null],
    [{ CI: '' }, null],
    [{}, null],
  ])('%j is %s', (env, expected) => {
    expect(readCiVendor(env)).toBe(expected);
  });

  test('NODE_OPTIONS count as flags, and secrets in flags do not stay', async () => {
    const facts = {
      execArgv: ['--inspect'],
      env: { NODE_OPTIONS: ' --max-old-space-size=200  --title=token=abc ' },
    };
    const { runtime } = await describeMachine(fixtureMachine({ facts }), {});
    expect(runtime.execArgv).toEqual(['--max-old-space-size=200', '--title=token=[secret]', '--inspect']);
  });

  test('changed files are dirty; a git that fails half way says nothing at all', async () => {
    const head = { 'rev-parse --verify HEAD': 'a'.repeat(40) };
    const status = 'status --porcelain --untracked-files=no';
    const dirty = fixtureMachine({ git: { ...head, [status]: ' M src/a.ts' } });
    expect((await describeMachine(dirty, {})).git).toEqual({ commit: 'a'.repeat(40), dirty: true });
    expect((await describeMachine(fixtureMachine({ git: head }), {})).git).toBeNull();
  });
});

describe('this machine', () => {
  test('is captured in a form that its schema accepts', async () => {
    const environment = environmentSchema.parse(await captureEnvironment({ packages: { a: '1.0.0' } }));
    expect(environment.runtime.node).toBe(process.versions.node);
    expect(environment.memory.totalBytes).toBe(totalmem());
    expect(environment.cpu.usableCores).toBeGreaterThan(0);
    expect(environment.cpu.usableCores).toBeLessThanOrEqual(
      Math.max(availableParallelism(), environment.cpu.logicalCores),
    );
    expect(environment.packages).toEqual({ a: '1.0.0' });
  });

  test('git: the commit of a real repository, clean and dirty, and none elsewhere', async () => {
    const repository = folder.path('repository');
    mkdirSync(repository);
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
        cwd: repository,
        encoding: 'utf8',
      }).trim();
    git('init', '-q', '--initial-branch', 'perf/$(id)');
    const gitOf = async (): Promise<unknown> =>
      (await captureEnvironment({ packages: {}, cwd: repository })).git;
    expect(await gitOf()).toBeNull();
    writeFileSync(folder.path('repository', 'a.txt'), 'one');
    git('add', 'a.txt');
    git('commit', '-q', '-m', 'first');
    writeFileSync(folder.path('repository', 'untracked.txt'), 'results');
    const commit = git('rev-parse', 'HEAD');
    expect(await gitOf()).toEqual({ commit, branch: 'perf/$(id)', dirty: false });
    writeFileSync(folder.path('repository', 'a.txt'), 'two');
    expect(await gitOf()).toEqual({ commit, branch: 'perf/$(id)', dirty: true });
    git('checkout', '-q', '--detach');
    expect(await gitOf()).toEqual({ commit, dirty: true });
    expect((await captureEnvironment({ packages: {}, cwd: folder.path('nowhere') })).git).toBeNull();
  });
});
