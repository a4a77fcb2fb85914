import { toTerminalSafeJson } from '@benchwright/report';
import { EXIT } from '../exit-codes.js';
import { redisCaOption } from '../fleet/fleet-flags.js';
import { redisSettings } from '../fleet/redis-settings.js';
import { readStoredRun } from '../measure/open-resumed.js';
import { type CommandSpec, defineCommand, type GroupSpec } from '../spec/command-spec.js';
import { onOff, verboseOption } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';
import { redisOption } from './agent.js';

const agentsCommand = defineCommand({
  path: ['fleet', 'agents'],
  summary: 'Agents that are registered at a Redis',
  options: {
    redis: redisOption,
    redisCa: redisCaOption,
    json: onOff('--json', 'print them as JSON'),
    verbose: verboseOption,
  },
  examples: [['fleet agents --redis redis://10.0.0.5', 'who could take part in a run, and who is busy']],
  run: async ({ options }, { streams, env }) => {
    if (options.redis === undefined) {
      throw new UsageError('nobody said where Redis is', 'give --redis, or set BENCHWRIGHT_REDIS_URL');
    }
    const { agentList, listAgents, openRedis } = await import('@benchwright/fleet');
    const redis = await openRedis(await redisSettings(options.redis, options.redisCa, env));
    try {
      const agents = await listAgents(redis);
      streams.stdout.write(options.json === true ? toTerminalSafeJson(agents) : agentList(agents));
    } finally {
      redis.disconnect();
    }
    return EXIT.fine;
  },
});

const showCommand = defineCommand({
  path: ['fleet', 'show'],
  summary: 'What each agent did in a run',
  details:
    'One line per agent and trial, and which agents were slow. The figures of the run itself are those of all agents together.',
  args: [{ form: '<run>', summary: 'folder of a run, or its records', takesFile: true }],
  options: { verbose: verboseOption },
  examples: [['fleet show results/http/20261121-010203-abc', 'one slow agent stands out']],
  run: async ({ args }, { streams }) => {
    const [run = ''] = args;
    const { folder, content } = await readStoredRun(run);
    const { agentsTable } = await import('@benchwright/fleet');
    const table = agentsTable(content.trials);
    if (table === '') {
      throw new UsageError(
        `${folder} was not measured by a fleet`,
        'see it with: benchwright report',
        'ERR_NOT_A_RUN',
      );
    }
    streams.stdout.write(table);
    return EXIT.fine;
  },
});

/** `fleet …`: agents, and what they did. Measuring with them is `run … --fleet`. */
export const fleetCommands: readonly CommandSpec[] = [agentsCommand, showCommand];

export const fleetGroup: GroupSpec = {
  path: ['fleet'],
  summary: 'Agents of runs with --fleet, and what each did',
};
