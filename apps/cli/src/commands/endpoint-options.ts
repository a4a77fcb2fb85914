import { searchOptions, sloOption } from '../measure/load-options.js';
import { ceilingOption, resultsFolderOption, runOptions } from '../measure/run-options.js';
import { onOff, text } from '../spec/option-spec.js';
import { tlsOptions } from './tls-options.js';

/** What `http` and `grpc` alike can be told about the load. The letters are those of wrk, hey and oha, where they agree. */
export const loadOptions = {
  duration: text('-d, --duration <time>', 'measured time in all, divided among the trials', {
    configPath: ['duration'],
    otherwise: '10s',
  }),
  requests: text('-n, --requests <count>', 'requests in all, exactly, instead of a time', {
    configPath: ['requests'],
  }),
  rate: text('-R, --rate <rate>', 'arrivals per second, such as 1000/s or 0.5/s: an open loop', {
    configPath: ['rate'],
    otherwise: 'none: a closed loop, in which answers set the pace',
  }),
  load: text('--load <load>', 'how requests arrive; or stages such as 0-1000/s:30s,1000/s:1m', {
    configPath: ['load'],
    choices: ['closed', 'constant', 'poisson', 'search'],
    otherwise: 'constant with a rate, else closed',
  }),
  slo: sloOption,
  ...searchOptions,
  timeout: text('-T, --timeout <time>', 'how long one request may take', {
    configPath: ['timeout'],
    otherwise: '10s',
  }),
} as const;

/** What else they share, at the end of the help. */
export const endpointOptions = {
  literal: onOff('--literal', 'send {{…}} as it stands', { configPath: ['literal'] }),
  warmup: text('--warmup <time>', 'time before the first trial that is not counted', {
    configPath: ['warmup'],
    otherwise: '3s, or none with -n',
  }),
  workers: text('--workers <count|auto>', 'threads that offer the load together', {
    configPath: ['workers'],
    otherwise: 'auto: 1 on one or two cores, else half of them',
  }),
  pacer: text('--pacer <name>', 'how an open loop waits for due times: polling, or woken by a thread', {
    configPath: ['pacer'],
    choices: ['auto', 'spin', 'sleeper'],
    otherwise: 'auto: by rate and idle cores',
  }),
  ...tlsOptions,
  sni: text('--sni <name>', 'name to ask the server for', {
    configPath: ['tls', 'sni'],
    otherwise: 'the host that is connected to',
  }),
  insecure: onOff('-k, --insecure', 'do not check the server’s certificate', {
    configPath: ['tls', 'insecure'],
  }),
  json: onOff('--json', 'print the result as JSON, and nothing else, on stdout'),
  ...runOptions,
  ceiling: ceilingOption,
  resultsFolder: resultsFolderOption('--results-dir <dir>'),
} as const;
