import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { AgentEvent } from '@benchwright/fleet';
import { growYoungGeneration } from '@benchwright/load-driver';
import { terminalSafe, toTerminalSafeJson } from '@benchwright/report';
import { parseRatePerSec } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { labelsOf, redisCaOption } from '../fleet/fleet-flags.js';
import { redisSettings } from '../fleet/redis-settings.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { text, texts, verboseOption, wholeNumber } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

export const redisOption = text('--redis <url>', 'Redis: redis://host:port, rediss:// for TLS', {
  environment: 'BENCHWRIGHT_REDIS_URL',
});

const options = {
  redis: redisOption,
  redisCa: redisCaOption,
  id: text('--id <name>', 'name of the agent, unlike that of any other', {
    otherwise: 'host name and chance',
  }),
  labels: text('--labels <labels>', 'what runs may ask for, such as region=eu,size=large'),
  allowTarget: texts(
    '--allow-target <host>',
    'a host, host:port or *.domain that may be put under load, beside this machine itself; may be repeated',
  ),
  maxRate: text(
    '--max-rate <rate>',
    'the highest rate that this agent offers, such as 5000/s, whatever a run asks',
    {
      otherwise: 'no limit',
    },
  ),
  maxWorkers: wholeNumber('--max-workers <count>', 'the most threads that a run may ask for', {
    least: 1,
    otherwise: 'no limit',
  }),
  verbose: verboseOption,
} as const;

/** `agent`: this machine takes part in runs of a fleet until it is stopped. */
export const agentCommand = defineCommand({
  path: ['agent'],
  summary: 'Offer load for runs with --fleet, until it is stopped',
  details:
    'Registers at Redis and prints one JSON line on stdout when it has. It runs only suites that come with the command, of the same version, on configs that are signed with the secret in BENCHWRIGHT_FLEET_SECRET, against targets that it allows. The password of Redis can be in BENCHWRIGHT_REDIS_PASSWORD.',
  options,
  examples: [
    ['agent --redis redis://10.0.0.5 --allow-target shop.example', 'take part in runs against one host'],
    [
      'agent --labels region=eu --max-rate 5000/s',
      'Redis from BENCHWRIGHT_REDIS_URL, with a ceiling of its own',
    ],
  ],
  run: (input: CommandInput<typeof options>, context) => serve(input, context),
});

async function serve(
  { options: given }: CommandInput<typeof options>,
  context: CliContext,
): Promise<ExitCode> {
  const { streams, env, signal, registry, version } = context;
  if (given.redis === undefined) {
    throw new UsageError(
      'the agent needs to know where Redis is',
      'give --redis, or set BENCHWRIGHT_REDIS_URL',
    );
  }
  const { checkedSecret, openRedis, runAgent } = await import('@benchwright/fleet');
  const secret = checkedSecret(env.BENCHWRIGHT_FLEET_SECRET);
  const id = given.id ?? `${hostname()}-${randomBytes(3).toString('hex')}`;
  const policy = {
    allowTargets: given.allowTarget ?? [],
    maxRatePerSec: given.maxRate === undefined ? null : rateOf(given.maxRate),
    maxWorkers: given.maxWorkers ?? null,
  };
  const labels = labelsOf(given.labels ?? '');
  const settings = await redisSettings(given.redis, given.redisCa, env);
  const redis = await openRedis(settings);
  growYoungGeneration();
  const onEvent = (event: AgentEvent): void => {
    if (event.type === 'registered') {
      const address = new URL(settings.url).host;
      streams.stdout.write(
        toTerminalSafeJson({ name: 'agent', id, pid: process.pid, redis: address, labels }, 0),
      );
    } else streams.stderr.write(`${terminalSafe(`agent ${id}: ${words(event)}`)}\n`);
  };
  try {
    await runAgent({ redis, secret, id, labels, version, suites: registry.suites, policy, signal, onEvent });
  } finally {
    redis.disconnect();
  }
  return EXIT.fine;
}

function rateOf(given: string): number {
  const ratePerSec = parseRatePerSec(given);
  if (ratePerSec === null || !(ratePerSec > 0)) {
    throw new UsageError(`--max-rate: '${given}' is not a rate`, 'write it as 5000/s');
  }
  return ratePerSec;
}

function words(event: AgentEvent): string {
  switch (event.type) {
    case 'registered':
      return 'registered';
    case 'joined':
      return `joined a run of ${event.suite} with ${event.agents} agents`;
    case 'refused':
      return `refused a run: ${event.message}`;
    case 'trial':
      return `trial ${event.trial + 1} of ${event.cell}, slice ${event.slice}`;
    case 'trial-failed':
      return `a trial ended early: ${event.message}`;
    case 'late':
      return `not handed in: ${event.message}`;
    case 'left':
      return 'left the run';
    case 'redis-lost':
      return 'Redis does not answer; waiting for it';
    case 'redis-back':
      return 'Redis answers again';
  }
}
