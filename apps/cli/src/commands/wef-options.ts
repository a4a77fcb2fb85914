import { parseDurationNs } from '@benchwright/result-schema';
import { InvalidArgumentError } from 'commander';
import { searchOptions, sloOption } from '../measure/load-options.js';
import { ceilingOption, resultsFolderOption, runOptions } from '../measure/run-options.js';
import { choice, type OptionSpec, onOff, text, wholeNumber } from '../spec/option-spec.js';
import { tlsOptions } from './tls-options.js';

/** Seconds, as the original's variables have them, or a time with its unit. */
function seconds(flags: string, summary: string, extras: Partial<OptionSpec<number>>): OptionSpec<number> {
  const read = (value: string): number => {
    const secs = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : (parseDurationNs(value) ?? Number.NaN) / 1e9;
    if (Number.isNaN(secs)) throw new InvalidArgumentError('Give seconds, or a time such as 90s or 2m.');
    return secs;
  };
  return { flags, summary, read, ...extras };
}

/** What is sent: the variables of the original, and what it could not be told. */
const loadOptions = {
  events: text('--events <count>', 'events in all, exactly', {
    configPath: ['events'],
    environment: 'PERF_TEST_TOTAL_EVENTS',
  }),
  duration: seconds('-d, --duration <secs>', 'time to send for, instead of a number of events', {
    configPath: ['durationSecs'],
    environment: 'PERF_TEST_DURATION_SECS',
  }),
  batchSize: text('--batch-size <count>', 'events in a batch', {
    configPath: ['batchSize'],
    environment: 'PERF_TEST_BATCH_SIZE',
    otherwise: '1000',
  }),
  rate: text(
    '-R, --rate <rate>',
    'events per second, whatever the collector does, such as 100k; 0: as fast as it answers',
    {
      configPath: ['rate'],
      environment: 'PERF_TEST_TARGET_EPS',
    },
  ),
  load: text('--load <load>', 'stages such as 0-100k/s:30s,100k/s:1m, or search', {
    configPath: ['load'],
    choices: ['search'],
  }),
  slo: sloOption,
  ...searchOptions,
  timeout: seconds('--timeout <secs>', 'a test that takes longer is ended, and has failed', {
    configPath: ['timeoutSecs'],
    environment: 'PERF_TEST_TIMEOUT_SECS',
  }),
  eventType: text('--event-type <id>', 'one type of event, such as 4624, or random', {
    configPath: ['eventType'],
    environment: 'PERF_TEST_EVENT_TYPE',
  }),
  templates: text('--templates <file>', 'events of your own: XML with placeholders', {
    configPath: ['templates'],
    takesFile: true,
  }),
  machines: text('--machines <count>', 'machines that the events come from', {
    configPath: ['machines'],
    otherwise: '100',
  }),
  allowFailed: text('--allow-failed <count>', 'batches that may fail', {
    configPath: ['allowFailed'],
    otherwise: '0',
  }),
} as const;

/** To whom, and how. */
const collectorOptions = {
  endpoint: text('--endpoint <url>', 'the collector', {
    configPath: ['endpoint'],
    environment: 'WEF_ENDPOINT',
    otherwise: 'one is started for the run',
  }),
  statsEndpoint: text('--stats-endpoint <url>', 'its statistics, or none', {
    configPath: ['statsEndpoint'],
    environment: 'WEF_STATS_ENDPOINT',
    otherwise: '/stats/throughput of the collector',
  }),
  wire: choice(
    '--wire <form>',
    ['seed', 'ws-man'] as const,
    'wire form: the original’s, or what Windows sends',
    {
      configPath: ['wire'],
      otherwise: 'seed',
    },
  ),
  encoding: choice('--encoding <name>', ['utf-16', 'utf-8'] as const, 'of ws-man', {
    configPath: ['encoding'],
    otherwise: 'utf-16',
  }),
  connections: text('-c, --connections <count>', 'connections, and the most batches under way', {
    configPath: ['connections'],
    otherwise: '8',
  }),
  workers: text('--workers <count|auto>', 'threads that send together', {
    configPath: ['workers'],
    otherwise: 'auto',
  }),
  pacer: text('--pacer <name>', 'how due times are waited for', {
    configPath: ['pacer'],
    choices: ['auto', 'spin', 'sleeper'],
    otherwise: 'auto',
  }),
  requestTimeout: text('-T, --request-timeout <time>', 'how long the answer to a batch may take', {
    configPath: ['requestTimeout'],
    otherwise: '30s',
  }),
  healthWait: text('--health-wait <time>', 'how long to wait for the collector to be healthy', {
    configPath: ['healthWait'],
    otherwise: '5s',
  }),
  ...tlsOptions,
  insecure: onOff('-k, --insecure', 'do not check the collector’s certificate', {
    configPath: ['tls', 'insecure'],
  }),
} as const;

/** Where events are stored, and whether they are looked up there. */
const storeOptions = {
  verifyS3: onOff('--verify-s3', 'read the stored events back and compare them, id by id', {
    configPath: ['verifyS3'],
    environment: 'PERF_TEST_VERIFY_S3',
  }),
  noVerifyS3: onOff('--no-verify-s3', 'do not', { configPath: ['verifyS3'] }),
  verifyTimeout: text('--verify-timeout <time>', 'how long to wait at most for stored events', {
    configPath: ['verifyTimeout'],
    otherwise: '60s',
  }),
  noStore: onOff('--no-store', 'the collector that is started receives and forgets', {
    configPath: ['store'],
  }),
  s3: text('--s3 <url>', 'S3 endpoint that the collector stores to', {
    configPath: ['s3', 'endpoint'],
    environment: 'S3_ENDPOINT',
    otherwise: 'one is started with the collector',
  }),
  bucket: text('--bucket <name>', 'bucket', {
    configPath: ['s3', 'bucket'],
    environment: 'S3_BUCKET',
    otherwise: 'wef-events',
  }),
  prefix: text('--prefix <text>', 'what its keys begin with', {
    configPath: ['s3', 'prefix'],
    otherwise: 'nothing',
  }),
  accessKeyId: text('--access-key-id <id>', 'S3 access key', {
    configPath: ['s3', 'accessKeyId'],
    environment: 'AWS_ACCESS_KEY_ID',
  }),
  secretAccessKey: text(
    '--secret-access-key <key>',
    'S3 secret key; others on the machine can read flags, so prefer the variable',
    {
      configPath: ['s3', 'secretAccessKey'],
      environment: 'AWS_SECRET_ACCESS_KEY',
    },
  ),
  maxSizeMb: text('--max-size-mb <mb>', 'largest Parquet file', {
    configPath: ['collector', 'maxSizeMb'],
    otherwise: '100',
  }),
  flushInterval: seconds(
    '--flush-interval-secs <secs>',
    'how long the collector keeps events before it writes a file',
    {
      configPath: ['collector', 'flushIntervalSecs'],
      otherwise: '5',
    },
  ),
  bufferPath: text('--buffer-path <dir>', 'where events wait on disk', {
    configPath: ['collector', 'bufferPath'],
    takesFile: true,
    otherwise: 'a new folder that goes with the run',
  }),
} as const;

/** What `wef baseline`, `wef target` and `wef sustained` can be told. */
export const wefOptions = {
  ...loadOptions,
  ...collectorOptions,
  ...storeOptions,
  output: choice(
    '-o, --output <format>',
    ['console', 'json', 'csv'] as const,
    'form of the result on stdout',
    {
      otherwise: 'console',
    },
  ),
  ...runOptions,
  trials: wholeNumber(
    '--trials <count>',
    'parts that events or time are divided into: intervals rest on them',
    {
      least: 1,
      configPath: ['trials'],
      otherwise: '1',
    },
  ),
  ceiling: ceilingOption,
  resultsFolder: resultsFolderOption('--results-dir <dir>'),
} as const;
