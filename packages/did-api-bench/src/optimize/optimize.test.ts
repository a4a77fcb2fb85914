import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { optimizeConfigSchema, optimizeConfigTemplate, optimizeQuick } from './config.js';
import { planOptimize } from './plan.js';
import { OPTIMIZE_OPERATIONS } from './technique.js';
import { techniquesTried, variantsOf } from './variant.js';
import { startVariant } from './variant-server.js';

const configOf = (input: object = {}) => optimizeConfigSchema.parse(input);

describe('the config', () => {
  it('takes techniques as a list, as text, or all', () => {
    expect(configOf({ techniques: 'cache, index' }).techniques).toEqual(['cache', 'index']);
    expect(configOf({ techniques: ['gzip'] }).techniques).toEqual(['gzip']);
    expect(configOf({ techniques: 'all' }).techniques).toHaveLength(10);
    expect(configOf({ techniques: [] }).techniques).toEqual([]);
  });

  it.each([
    [{ techniques: 'caching' }, /unknown technique 'caching': there are hashing/],
    [{ techniques: 'cache,cache' }, /names a technique twice/],
    [{ trials: 0 }, />=1/],
    [{ duration: '0s' }, /./],
    [{ speed: 1 }, /speed/],
  ])('refuses %j', (input, message) => {
    const { success, error } = optimizeConfigSchema.safeParse(input);
    expect(success).toBe(false);
    expect(error?.issues.map((issue) => issue.message).join()).toMatch(message);
  });

  it('the template holds every default', () => {
    expect(optimizeConfigSchema.parse(parse(optimizeConfigTemplate))).toEqual(configOf());
  });

  it('quick fits', () => {
    expect(configOf(optimizeQuick).trials).toBe(4);
  });
});

describe('the techniques that are tried', () => {
  it('depend on what there is', () => {
    expect(techniquesTried(configOf())).not.toEqual(expect.arrayContaining(['redis']));
    expect(techniquesTried(configOf())).not.toContain('pool');
    expect(techniquesTried(configOf({ databaseUrl: 'postgres://x' }))).toContain('pool');
    expect(techniquesTried(configOf({ redisUrl: 'redis://x' }))).toContain('redis');
    expect(techniquesTried(configOf({ store: 'memory' }))).toEqual([
      'hashing',
      'cache',
      'gzip',
      'batch',
      'imports',
      'membership',
    ]);
  });

  it('change one thing each, and all of theirs together', () => {
    const [before, cache, index, together] = variantsOf(
      configOf({ techniques: 'cache,index', together: 'cache,batch,index' }),
    );
    expect(before).toMatchObject({ id: 'before', batch: 1, switches: { cache: 'none', index: 'off' } });
    expect(cache).toEqual({ id: 'cache', batch: 1, switches: { ...before!.switches, cache: 'lru' } });
    expect(index).toEqual({ id: 'index', batch: 1, switches: { ...before!.switches, index: 'on' } });
    expect(together).toEqual({
      id: 'together',
      batch: 10,
      switches: { ...before!.switches, cache: 'lru', index: 'on' },
    });
  });
});

describe('the plan', () => {
  it('gives every server one turn a round, its operations in a row, and turns the order about', () => {
    const config = configOf({ techniques: 'cache,index,gzip', trials: 4 });
    const plan = planOptimize(config, 5);
    expect(planOptimize(config, 5)).toEqual(plan);
    const size = OPTIMIZE_OPERATIONS.length;
    expect(plan.order).toHaveLength(4 * 4 * size);
    const turns = Array.from({ length: plan.order.length / size }, (_, turn) => {
      const steps = plan.order.slice(turn * size, (turn + 1) * size);
      const server = steps[0]!.cell.split('/')[0];
      expect(steps.map(({ cell }) => cell)).toEqual(OPTIMIZE_OPERATIONS.map((name) => `${server}/${name}`));
      expect(new Set(steps.map(({ trial }) => trial)).size).toBe(1);
      return `${server} ${steps[0]!.trial}`;
    });
    expect(new Set(turns).size).toBe(16);
    const serversOf = (round: number) =>
      turns.filter((turn) => turn.endsWith(` ${round}`)).map((t) => t.split(' ')[0]);
    expect(serversOf(1)).toEqual(serversOf(0).toReversed());
    expect(serversOf(3)).toEqual(serversOf(2).toReversed());
    const orders = [1, 2, 3, 4, 5, 6].map((seed) =>
      planOptimize(config, seed)
        .order.map(({ cell }) => cell)
        .join(),
    );
    expect(new Set(orders).size).toBeGreaterThan(1);
  });
});

describe('a run that goes on', () => {
  it('asks for the address whose password its record does not keep', async () => {
    const config = configOf({ databaseUrl: 'postgres://[secret]@127.0.0.1:1/x', techniques: 'index' });
    vi.stubEnv('DATABASE_URL', '');
    await expect(startVariant(variantsOf(config)[0]!, config, [])).rejects.toMatchObject({
      code: 'ERR_TARGET_FLAG',
      message: expect.stringContaining('set DATABASE_URL'),
    });
    vi.unstubAllEnvs();
  });
});
