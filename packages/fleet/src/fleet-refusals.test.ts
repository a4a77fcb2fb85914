import { describe, expect, it } from 'vitest';
import { open, prepareFleet } from './testing/prepare-fleet.js';
import { redisVersion } from './testing/redis-server.js';
import { type VirtualConfig, virtualSuite } from './testing/virtual-suite.js';

const { agents, start, run } = prepareFleet();

describe.skipIf(redisVersion === null)('what a fleet refuses', () => {
  const quick = { agentWaitMs: 300 };

  it('to wait for agents that do not come, saying why there are too few', async () => {
    await expect(run({ load: open }, quick)).rejects.toMatchObject({
      code: 'ERR_FLEET_AGENTS',
      message: '0 of 1 agents within 0.3 s',
    });
    await start(1, virtualSuite(), { labels: { region: 'eu' } });
    await expect(run({ load: open }, { ...quick, labels: { region: 'us' } })).rejects.toThrow(
      '0 of 1 agents within 0.3 s (1 without the label region=us)',
    );
    expect((await run({ load: open }, { ...quick, labels: { region: 'eu' } })).records).toHaveLength(1);
  });

  it('agents of another version, naming both', async () => {
    await start(1, virtualSuite(), { version: '1.2.4' });
    await expect(run({ load: open }, quick)).rejects.toMatchObject({
      code: 'ERR_FLEET_VERSION',
      message: 'this is Benchwright 1.2.3, and of 1 agents 1 is 1.2.4',
    });
  });

  it('a suite of another version', async () => {
    await start(1, virtualSuite({ version: '2.0.0' }));
    await expect(run({ load: open }, quick)).rejects.toMatchObject({
      code: 'ERR_FLEET_VERSION',
      message: "agent agent-0: the agent's suite virtual is 2.0.0, the coordinator's 1.0.0",
    });
  });

  it('jobs that are signed with another secret', async () => {
    await start(1, virtualSuite());
    await expect(run({ load: open }, { ...quick, secret: 'another secret of tests' })).rejects.toMatchObject({
      code: 'ERR_FLEET_REFUSED',
      message: 'agent agent-0: a message is signed with another secret',
    });
    expect(agents[0]?.events).toContainEqual({
      type: 'refused',
      message: 'a message is signed with another secret',
    });
  });

  it('a config that does not pass the schema, a target that the agent does not allow, too many threads', async () => {
    await start(1, virtualSuite(), {
      policy: { allowTargets: ['*.lab'], maxRatePerSec: null, maxWorkers: 2 },
    });
    const wrong = { load: open, trials: 1, target: 7 } as unknown as VirtualConfig;
    await expect(run(wrong, quick)).rejects.toThrow('agent agent-0: the config is not valid');
    await expect(run({ load: open, target: 'example.org:80' }, quick)).rejects.toThrow(
      'agent agent-0: the agent may not put load on example.org:80',
    );
    expect((await run({ load: open, target: 'http://web.lab/' }, quick)).records).toHaveLength(1);
    await expect(run({ load: open, workers: 3 }, quick)).rejects.toThrow(
      'asks for 3 threads, the agent gives 2',
    );
  });

  it('a rate above the ceiling of the agent, whoever asks for it', async () => {
    const policy = { allowTargets: [], maxRatePerSec: 150, maxWorkers: null };
    await start(2, virtualSuite(), { policy });
    await expect(run({ load: open }, { ...quick, agents: 2 })).rejects.toMatchObject({
      code: 'ERR_FLEET_REFUSED',
      message: expect.stringContaining("the agent's part is 200/s, and it offers 150/s at most"),
    });
    await start(1, virtualSuite(), { policy });
    expect((await run({ load: open }, { ...quick, agents: 3 })).records[0]?.fleet?.agents).toHaveLength(3);
  });

  it('cells that are not measured through the driver: they cannot be divided', async () => {
    await start(1, virtualSuite({ ignoresParts: true }));
    await expect(run({ load: open }, quick)).rejects.toMatchObject({ code: 'ERR_FLEET_NOT_SLICED' });
  });

  it('suites that start their own target, short secrets, and fleets of none', async () => {
    await expect(run({ load: open, target: null }, quick)).rejects.toMatchObject({
      code: 'ERR_FLEET_TARGET',
    });
    await expect(run({ load: open }, { secret: 'short' })).rejects.toMatchObject({
      code: 'ERR_FLEET_SECRET',
    });
    await expect(run({ load: open }, { agents: 0 })).rejects.toMatchObject({ code: 'ERR_FLEET_OPTIONS' });
  });
});
