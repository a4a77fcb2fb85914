import type { Load } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { type AgentPolicy, admitLoad, admitTargets, admitWorkers } from './agent-policy.js';

const policyOf = (changes: Partial<AgentPolicy>): AgentPolicy => ({
  allowTargets: [],
  maxRatePerSec: null,
  maxWorkers: null,
  ...changes,
});

const admits = (target: string, ...allowTargets: string[]): boolean => {
  try {
    admitTargets([target], policyOf({ allowTargets }));
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_FLEET_REFUSED' });
    return false;
  }
};

describe('the targets of an agent', () => {
  it.each([
    'localhost',
    'http://localhost:81/',
    '127.0.0.1:80',
    '127.8.9.10',
    '::1',
    '[::1]:443',
    'https://[::1]/x',
  ])('%s is its own machine', (target) => expect(admits(target)).toBe(true));

  it.each([
    'localhost.example',
    '127.0.0.1.example',
    'http://127.0.0.1@shop.example/',
    '10.0.0.1',
    'http://shop.example/?127.0.0.1',
    '::2',
    '',
  ])('%j is not', (target) => expect(admits(target)).toBe(false));

  it.each([
    ['shop.example', 'shop.example'],
    ['https://SHOP.example./cart', 'shop.example'],
    ['https://shop.example/', 'shop.example:443'],
    ['http://shop.example/', 'shop.example:80'],
    ['shop.example:8080', '*.example'],
    ['http://a.b.lab/', '*.lab'],
    ['fe80::1', 'fe80::1'],
  ])('%s is one where %s is allowed', (target, allowed) => expect(admits(target, allowed)).toBe(true));

  it.each([
    ['lab', '*.lab'],
    ['http://evil-lab/', '*.lab'],
    ['shop.example.evil', 'shop.example'],
    ['notshop.example', 'shop.example'],
    ['http://shop.example/', 'shop.example:443'],
    ['shop.example', 'shop.example:443'],
    ['http://shop.example@evil.example/', 'shop.example'],
  ])('%s is none where %s is allowed', (target, allowed) => expect(admits(target, allowed)).toBe(false));

  it('are all of them, and at least one; what to do is said for those that are not', () => {
    const policy = policyOf({ allowTargets: ['a.lab'] });
    expect(() => admitTargets([], policy)).toThrow('the config names no target');
    expect(() => admitTargets(['a.lab', 'http://b.lab:8/x', 'c.lab'], policy)).toThrow(
      expect.objectContaining({
        message: 'the agent may not put load on http://b.lab:8/x and c.lab',
        hint: 'start the agent with --allow-target b.lab --allow-target c.lab',
      }),
    );
  });
});

describe('the threads of an agent', () => {
  it('are no more than it gives; a config that does not ask for any passes', () => {
    const policy = policyOf({ maxWorkers: 2 });
    for (const config of [{ workers: 2 }, { workers: 'auto' }, {}, null, 7]) admitWorkers(config, policy);
    expect(() => admitWorkers({ workers: 3 }, policy)).toThrow('asks for 3 threads, the agent gives 2');
    admitWorkers({ workers: 300 }, policyOf({}));
  });
});

describe('the ceiling of an agent', () => {
  const open: Load = { model: 'constant', ratePerSec: 100, durationNs: 1e9 };
  const closed: Load = { model: 'closed', concurrency: 1, durationNs: 1e9 };
  const few: Load = { model: 'iterations', count: 100, concurrency: 4 };
  const policy = policyOf({ maxRatePerSec: 100 });

  it('is met by a rate that is not above it, and by so few requests that they cannot exceed it', () => {
    admitLoad({ load: open, ratePerSec: 100 }, policy);
    admitLoad({ load: few, ratePerSec: null }, policy);
    admitLoad({ load: closed, ratePerSec: null }, policyOf({}));
  });

  it('is passed by a rate above it, and by a closed load, which nothing bounds', () => {
    expect(() => admitLoad({ load: open, ratePerSec: 100.5 }, policy)).toThrow('part is 100.5/s');
    expect(() => admitLoad({ load: closed, ratePerSec: null }, policy)).toThrow('nothing bounds the rate');
    const many: Load = { ...few, count: 101 };
    expect(() => admitLoad({ load: many, ratePerSec: null }, policy)).toThrow('nothing bounds the rate');
  });
});
