import { ceilingOption, resultsFolderOption, runOptions } from '../measure/run-options.js';
import { onOff, text, texts } from '../spec/option-spec.js';
import { endpointOptions, loadOptions } from './endpoint-options.js';

/** Which API is measured; a comparison has two of them. */
export const didTargetOptions = {
  target: text('--target <url>', 'address of the API, such as http://127.0.0.1:8000', {
    configPath: ['target'],
    environment: 'DID_API_URL',
    otherwise: 'a server of its own is started',
  }),
} as const;

const {
  duration: _,
  literal: __,
  ceiling: ___,
  resultsFolder: ____,
  ...shared
} = { ...loadOptions, ...endpointOptions };

/** What of an API is measured, and how it lets requests in. */
export const didApiOptions = {
  operations: text(
    '--operations <list>',
    'health, verify, enroll, generate, journey; none: the mix or file alone',
    {
      configPath: ['operations'],
      otherwise: 'health,verify,enroll,generate',
    },
  ),
  mix: text('--mix <weights>', 'a weighted mix as well, such as health=1,verify=8,enroll=1', {
    configPath: ['mix'],
  }),
  family: text('--family <family>', 'whose addresses: /api/biometric/* or /api/v1/did/*', {
    configPath: ['family'],
    choices: ['biometric', 'guide'],
    otherwise: 'biometric',
  }),
  requestsFile: text(
    '--requests-file <file>',
    'requests of a file as well: JSON lines, wrk’s .lua or OpenAPI',
    {
      configPath: ['requestsFile'],
      takesFile: true,
    },
  ),
  requestsPath: text('--requests-path <path>', 'path of those that name none', {
    configPath: ['requestsPath'],
  }),
  users: text('-c, --users <count>', 'users at the same time, each with a connection', {
    configPath: ['connections'],
    otherwise: '50',
  }),
  duration: text('-d, --duration <time>', 'measured time of each operation, divided among the trials', {
    configPath: ['duration'],
    otherwise: '30s',
  }),
  headers: texts('-H, --header <line>', "header of every request, such as 'X-Tenant: a'; may be repeated", {
    configPath: ['headers'],
  }),
  apiKey: text('--api-key <key>', 'sent as X-API-Key', {
    configPath: ['access', 'apiKey'],
    environment: 'DID_API_KEY',
  }),
  token: text('--token <token>', 'sent as bearer token', {
    configPath: ['access', 'token'],
    environment: 'DID_TOKEN',
  }),
  login: onOff('--login', 'get a bearer token from /auth/token', { configPath: ['access', 'login'] }),
  bodySeed: text('--body-seed <number>', 'seed of the fingers', {
    configPath: ['bodySeed'],
    otherwise: '42',
  }),
  traceEvery: text('--trace-every <count>', 'every so many-th request carries a traceparent; 0: none', {
    configPath: ['traceEvery'],
    otherwise: '100',
  }),
  ...shared,
  ...runOptions,
  ceiling: ceilingOption,
  resultsFolder: resultsFolderOption('-o, --results-dir <dir>'),
} as const;
