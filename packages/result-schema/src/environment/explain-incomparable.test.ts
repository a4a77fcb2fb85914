import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Environment } from '../schema/environment.js';
import { sampleEnvironment } from '../testing/sample-records.js';
import { explainIncomparable } from './explain-incomparable.js';

type Change = {
  [Key in keyof Environment]?: Environment[Key] extends object | null ? object | null : unknown;
};

function changed(change: Change): Environment {
  const copy: Record<string, unknown> = structuredClone(sampleEnvironment);
  for (const [key, value] of Object.entries(change)) {
    const old = copy[key];
    const merge = typeof old === 'object' && typeof value === 'object' && value !== null;
    copy[key] = merge ? { ...old, ...value } : value;
  }
  return copy as unknown as Environment;
}

function summary(change: Change): string[] {
  return explainIncomparable(sampleEnvironment, changed(change)).map(
    ({ field, severity }) => `${severity} ${field}`,
  );
}

test('an environment is comparable with itself', () => {
  expect(explainIncomparable(sampleEnvironment, structuredClone(sampleEnvironment))).toEqual([]);
});

describe('incomparable', () => {
  test.each<[Change, string]>([
    [{ cpu: { model: 'Other CPU' } }, 'cpu.model'],
    [{ cpu: { usableCores: 4 } }, 'cpu.usableCores'],
    [{ cpu: { governor: 'powersave' } }, 'cpu.governor'],
    [{ cpu: { turbo: true } }, 'cpu.turbo'],
    [{ os: { arch: 'arm64' } }, 'os.arch'],
    [{ os: { platform: 'darwin' } }, 'os.platform'],
    [{ os: { release: '6.9.0' } }, 'os.release'],
    [{ virtualization: 'kvm' }, 'virtualization'],
    [{ container: { detected: true } }, 'container.detected'],
    [{ container: { cpuQuotaCores: 2 } }, 'container.cpuQuotaCores'],
    [{ container: { memoryLimitBytes: 2 ** 30 } }, 'container.memoryLimitBytes'],
    [{ runtime: { node: '22.1.0' } }, 'runtime.node'],
    [{ runtime: { execArgv: ['--max-old-space-size=100'] } }, 'runtime.execArgv'],
    [{ runtime: { execArgv: ['--jitless'] } }, 'runtime.execArgv'],
  ])('%j', (change, field) => {
    expect(summary(change)).toEqual([`incomparable ${field}`]);
  });
});

describe('worth a note', () => {
  test.each<[Change, string]>([
    [{ hostname: 'bench-2' }, 'hostname'],
    [{ cpu: { mhz: 2000 } }, 'cpu.mhz'],
    [{ cpu: { logicalCores: 16 } }, 'cpu.logicalCores'],
    [{ cpu: { governor: null } }, 'cpu.governor'],
    [{ memory: { totalBytes: 8 * 2 ** 30 } }, 'memory.totalBytes'],
    [{ os: { release: '6.8.12' } }, 'os.release'],
    [{ os: { distribution: 'Fedora 41' } }, 'os.distribution'],
    [{ runtime: { node: '20.21.0', v8: '11.3.999' } }, 'runtime.node'],
    [{ runtime: { openssl: '3.5.0' } }, 'runtime.openssl'],
    [{ runtime: { execArgv: ['--import', './x.js'] } }, 'runtime.execArgv'],
    [{ git: { dirty: true } }, 'git.dirty'],
    [{ ci: 'github-actions' }, 'ci'],
    [{ virtualization: null }, 'virtualization'],
    [{ packages: { benchwright: '0.2.0' } }, 'packages.benchwright'],
    [{ packages: { other: '1.0.0' } }, 'packages.other'],
  ])('%j', (change, field) => {
    expect(summary(change)).toEqual([`note ${field}`]);
  });
});

describe('no difference', () => {
  test.each<[Change]>([
    [{ cpu: { mhz: 3010 } }],
    [{ memory: { totalBytes: 16 * 2 ** 30 - 1e7 } }],
    [{ git: { commit: 'f'.repeat(40) } }],
    [{ git: null }],
  ])('%j', (change) => {
    expect(summary(change)).toEqual([]);
  });
});

test('each reason says what it was here and there and why it matters, the weightiest first', () => {
  const other = changed({ hostname: 'x', cpu: { model: 'Other CPU', governor: null } });
  expect(explainIncomparable(sampleEnvironment, other)).toEqual([
    {
      field: 'cpu.model',
      a: 'Example CPU @ 3.00GHz',
      b: 'Other CPU',
      severity: 'incomparable',
      text: 'Another CPU does the same work in another time.',
    },
    {
      field: 'cpu.governor',
      a: 'performance',
      b: null,
      severity: 'note',
      text: expect.stringMatching(
        /powersave adds to every latency\. Here it is unknown for one of the two\.$/,
      ),
    },
    { field: 'hostname', a: 'bench-1', b: 'x', severity: 'note', text: expect.any(String) },
  ]);
});

test('the order of the two makes no difference but the sides', () => {
  const part = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
  const environment = fc
    .record({
      hostname: part('a', 'b'),
      cpu: fc.record({
        model: part('x', 'y'),
        mhz: part(null, 3000, 3050, 4000),
        governor: part(null, 'performance'),
      }),
      runtime: fc.record({ node: part('20.1.0', '20.2.0', '22.0.0'), v8: part('1', '2') }),
      virtualization: part(null, 'kvm', 'none'),
      packages: fc.dictionary(part('p', 'q'), part('1', '2')),
    })
    .map((change) => changed(change));
  fc.assert(
    fc.property(environment, environment, (a, b) => {
      const turned = explainIncomparable(b, a).map((difference) => ({
        ...difference,
        a: difference.b,
        b: difference.a,
      }));
      expect(turned).toEqual(explainIncomparable(a, b));
    }),
  );
});
