import { parseSlo } from '@benchwright/load-driver';
import { expect, it } from 'vitest';
import { cellFactors } from '../cells.js';
import { didConfigSchema } from '../config.js';
import { planDid } from '../plan.js';
import { applicableSlo } from './applicable-slo.js';

const cellsOf = (input: Parameters<typeof didConfigSchema.parse>[0]) =>
  planDid(didConfigSchema.parse(input), 1).cells;
const CONDITIONS = parseSlo(
  'p95<20ms where operation=health, p95<75ms where operation=verify, errors<0.1%, targetCpuShare<70% where load!=closed, targetRssBytes<2GB',
);

it('what is about other operations, other loads or a process out of sight is left out, and said', () => {
  const closed = applicableSlo(CONDITIONS, cellsOf({ operations: 'verify' }), true);
  expect(closed.slo).toEqual(['p95<75ms where operation=verify', 'errors<0.1%', 'targetRssBytes<2GB']);
  expect(closed.leftOut).toEqual([
    'p95<20ms where operation=health: not part of this run',
    'targetCpuShare<70% where load!=closed: not part of this run',
  ]);
  const away = applicableSlo(CONDITIONS, cellsOf({ operations: 'health', rate: '10/s' }), false);
  expect(away.slo).toEqual(['p95<20ms where operation=health', 'errors<0.1%']);
  expect(away.leftOut.at(-1)).toMatch(/targetRssBytes<2GB: the target’s process is not in sight/);
});

it('a filter that names no operation there is stays: it is a mistake, and must be seen', () => {
  const mistaken = parseSlo('p95<20ms where operation=helth, p95<20ms where tenant=a');
  expect(applicableSlo(mistaken, cellsOf({ operations: 'health' }), true).slo).toHaveLength(2);
});

it('cells have the factors that targets name', () => {
  const settings = didConfigSchema.parse({ connections: 1000, rate: '500/s', load: 'poisson' });
  expect(cellFactors('verify', settings)).toEqual({
    operation: 'verify',
    family: 'biometric',
    users: 1000,
    connectionPolicy: 'shared',
    load: 'poisson',
    ratePerSec: 500,
  });
});
