import { onOff, text } from '../spec/option-spec.js';
import { judgeOptions, outputOption } from './comparison-options.js';
import { httpOptions } from './http-options.js';

// A search sets its own rates, and an SLO is about one side: neither has a meaning for two.
const {
  slo: _slo,
  from: _from,
  to: _to,
  probe: _probe,
  precision: _precision,
  json: _json,
  ...shared
} = httpOptions;

/** What `ab` can be told. */
export const abOptions = {
  baseUrl: text('--base-url <url>', 'URL of the base', { configPath: ['baseUrl'] }),
  headUrl: text('--head-url <url>', 'URL to compare with it', { configPath: ['headUrl'] }),
  baseCmd: text('--base-cmd <command>', 'command of the base', { configPath: ['baseCmd'] }),
  headCmd: text('--head-cmd <command>', 'command to compare with it', { configPath: ['headCmd'] }),
  shell: onOff('--shell', 'let a shell run the commands', { configPath: ['shell'] }),
  warmupRuns: text('--warmup-runs <count>', 'runs of each command before the first that counts', {
    configPath: ['warmupRuns'],
    otherwise: '1',
  }),
  ...judgeOptions,
  json: onOff('--json', 'the comparison as JSON, and nothing else, on stdout: as -f json'),
  output: outputOption,
  ...shared,
} as const;

const OF_COMMANDS: ReadonlySet<string> = new Set([
  'baseCmd',
  'headCmd',
  'shell',
  'warmupRuns',
  'trials',
  'timeout',
]);
const NOT_OF_URLS: ReadonlySet<string> = new Set(['baseCmd', 'headCmd', 'shell', 'warmupRuns']);

/** Whether a field of a config is one of an A/B run of this kind. */
export function isFieldOf(kind: 'command' | 'http', field: string): boolean {
  return kind === 'command' ? OF_COMMANDS.has(field) : !NOT_OF_URLS.has(field);
}
