import { parseDurationNs } from '@benchwright/result-schema';
import { type OptionValues, text, wholeNumber } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

export const redisCaOption = text(
  '--redis-ca <file>',
  'PEM of the authority that signed Redis’ certificate, where the system does not know it',
  { takesFile: true },
);

/** What a run on many agents can be told. */
export const fleetOptions = {
  fleet: text(
    '--fleet <url>',
    'measure with the agents that are registered at this Redis: redis://host:port, rediss:// for TLS; the secret is in BENCHWRIGHT_FLEET_SECRET',
  ),
  agents: wholeNumber('--agents <count>', 'fleet: how many agents offer every trial together', {
    least: 1,
    most: 10_000,
  }),
  labels: text('--labels <labels>', 'fleet: only agents with these labels, such as region=eu,size=large'),
  agentWait: text('--agent-wait <time>', 'fleet: how long enough agents are waited for', {
    otherwise: '30s',
  }),
  trialRetries: wholeNumber(
    '--trial-retries <count>',
    'fleet: how often a trial is repeated that an agent or Redis was lost in',
    { most: 100, otherwise: '2' },
  ),
  redisCa: redisCaOption,
} as const;

/** A run that is to be measured by a fleet. */
export interface FleetRequest {
  readonly url: string;
  readonly agents: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly agentWaitMs?: number;
  readonly trialRetries?: number;
  readonly caFile?: string;
}

/**
 * What the flags of a fleet ask for; undefined without `--fleet`.
 *
 * @throws UsageError for flags that lack another one
 */
export function fleetRequestOf(given: Partial<OptionValues<typeof fleetOptions>>): FleetRequest | undefined {
  const { fleet: url, agents, labels, agentWait, trialRetries, redisCa } = given;
  if (url === undefined) {
    const flags = {
      '--agents': agents,
      '--labels': labels,
      '--agent-wait': agentWait,
      '--trial-retries': trialRetries,
    };
    const [alone] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
    if (alone !== undefined)
      throw new UsageError(`${alone} is for a fleet`, 'add --fleet and the URL of its Redis');
    return undefined;
  }
  if (agents === undefined) throw new UsageError('--fleet needs to know how many agents', 'add --agents');
  return {
    url,
    agents,
    labels: labelsOf(labels ?? ''),
    ...(agentWait === undefined ? {} : { agentWaitMs: millisecondsOf(agentWait) }),
    ...(trialRetries === undefined ? {} : { trialRetries }),
    ...(redisCa === undefined ? {} : { caFile: redisCa }),
  };
}

/** `region=eu,size=large`. Throws UsageError for what is no label. */
export function labelsOf(given: string): Record<string, string> {
  const words = given.split(',').filter((word) => word.trim() !== '');
  return Object.fromEntries(
    words.map((word) => {
      const match = /^\s*([\w.-]+)=([\w.-]+)\s*$/.exec(word);
      if (match === null)
        throw new UsageError(`'${word}' is not a label`, 'write name=value, with commas between them');
      return [match[1] ?? '', match[2] ?? ''];
    }),
  );
}

/** The flags again, for the command that goes on with a run: without a password. */
export function fleetWords(request: FleetRequest | undefined): string[] {
  if (request === undefined) return [];
  const { agents, labels, caFile } = request;
  const url = request.url.replace(/\/\/[^/@]*@/, '//');
  const named = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return [
    '--fleet',
    url,
    '--agents',
    String(agents),
    ...(named.length === 0 ? [] : ['--labels', named.join(',')]),
    ...(caFile === undefined ? [] : ['--redis-ca', caFile]),
  ];
}

function millisecondsOf(text: string): number {
  const ns = parseDurationNs(text);
  if (ns === null) throw new UsageError(`--agent-wait: '${text}' is not a time`, 'write it as 30s or 2m');
  return ns / 1e6;
}
