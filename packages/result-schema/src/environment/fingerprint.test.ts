import { expect, test } from 'vitest';
import { sampleEnvironment as machine } from '../testing/sample-records.js';
import { machineFingerprint } from './fingerprint.js';

test('a machine keeps its name until something changes that its speed depends on', () => {
  const name = machineFingerprint(machine);
  expect(name).toMatch(/^[0-9a-f]{16}$/);
  expect(machineFingerprint({ ...machine, git: null, ci: 'x', packages: {} })).toBe(name);
  expect(machineFingerprint({ ...machine, hostname: 'other' })).not.toBe(name);
  expect(machineFingerprint({ ...machine, cpu: { ...machine.cpu, usableCores: 4 } })).not.toBe(name);
  expect(machineFingerprint({ ...machine, runtime: { ...machine.runtime, node: '24.0.0' } })).not.toBe(name);
});
