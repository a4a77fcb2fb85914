import type { Plan, RunHeader } from '@benchwright/result-schema';

/** The first record of a run of this config, on no machine in particular. */
export function headerOf(config: object, plan: Plan): RunHeader {
  return {
    type: 'run',
    v: 1,
    id: '20261121-020000-test',
    suite: 'http',
    suiteVersion: '0.0.0',
    startedAt: '2026-11-21T02:00:00.000Z',
    seed: plan.seed,
    command: [],
    config: { ...config },
    plan,
    environment: {
      hostname: 'test',
      os: { platform: 'linux', release: '0', arch: 'x64', distribution: null },
      cpu: { model: 'none', logicalCores: 1, usableCores: 1, governor: null, mhz: null, turbo: null },
      memory: { totalBytes: 1, limitBytes: null },
      container: { detected: false, cpuQuotaCores: null, memoryLimitBytes: null },
      virtualization: null,
      runtime: { node: 'v20', v8: '0', openssl: null, uv: null, execArgv: [] },
      packages: {},
      git: null,
      ci: null,
    },
  };
}
