import { resultsFolderOption, runOptions } from '../measure/run-options.js';
import { onOff, text, texts } from '../spec/option-spec.js';

const DEFAULT_RATE = 'none: a closed loop, in which answers set the pace';

/** What `http` can be told. The letters are those of wrk, hey and oha, where they agree. */
export const httpOptions = {
  connections: text('-c, --connections <count>', 'connections', {
    configPath: ['connections'],
    otherwise: '10',
  }),
  duration: text('-d, --duration <time>', 'measured time in all, divided among the trials', {
    configPath: ['duration'],
    otherwise: '10s',
  }),
  requests: text('-n, --requests <count>', 'requests in all, exactly, instead of a time', {
    configPath: ['requests'],
  }),
  rate: text('-R, --rate <rate>', 'arrivals per second, such as 1000/s or 0.5/s: an open loop', {
    configPath: ['rate'],
    otherwise: DEFAULT_RATE,
  }),
  load: text('--load <load>', 'closed, constant, poisson, or stages such as 0-1000/s:30s,1000/s:1m', {
    configPath: ['load'],
    choices: ['closed', 'constant', 'poisson'],
    otherwise: 'constant with a rate, else closed',
  }),
  method: text('-m, --method <method>', 'method of the requests', {
    configPath: ['method'],
    choices: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
    otherwise: 'GET',
  }),
  headers: texts('-H, --header <line>', "header, such as 'Accept: text/html'; may be repeated", {
    configPath: ['headers'],
  }),
  body: text('-b, --body <text|@file>', 'body of the requests, or @ and the file that holds it'),
  timeout: text('-T, --timeout <time>', 'how long one request may take', {
    configPath: ['timeout'],
    otherwise: '10s',
  }),
  pipeline: text('--pipeline <count>', 'requests under way at once on each connection', {
    configPath: ['pipeline'],
    otherwise: '1',
  }),
  http2: onOff('--http2', 'speak HTTP/2; --pipeline is then the streams of each connection', {
    configPath: ['http2'],
  }),
  connectionsPolicy: text(
    '--connections-policy <policy>',
    'keep connections, or make one for every request',
    {
      configPath: ['connectionPolicy'],
      choices: ['shared', 'per-request'],
      otherwise: 'shared',
    },
  ),
  targets: text('--targets <file>', 'requests to send, one JSON object per line; - reads stdin', {
    configPath: ['targets'],
    takesFile: true,
  }),
  literal: onOff('--literal', 'send {{…}} as it stands', { configPath: ['literal'] }),
  expectStatus: text('--expect-status <statuses>', 'statuses that count as success, such as 2xx or 200,204', {
    configPath: ['expectStatus'],
    otherwise: '200-399',
  }),
  expectBody: text('--expect-body <text>', 'text that every body contains, or sha256: and its digest', {
    configPath: ['expectBody'],
  }),
  warmup: text('--warmup <time>', 'time before the first trial that is not counted', {
    configPath: ['warmup'],
    otherwise: '1s, or none with -n',
  }),
  workers: text('--workers <count|auto>', 'threads that offer the load together', {
    configPath: ['workers'],
    otherwise: 'auto: 1 on one or two cores, else half of them',
  }),
  ca: text('--cacert <file>', 'authorities to trust (PEM)', { configPath: ['tls', 'ca'], takesFile: true }),
  cert: text('--cert <file>', 'client certificate (PEM)', { configPath: ['tls', 'cert'], takesFile: true }),
  key: text('--key <file>', 'key of the client certificate (PEM)', {
    configPath: ['tls', 'key'],
    takesFile: true,
  }),
  sni: text('--sni <name>', 'name to ask the server for', {
    configPath: ['tls', 'sni'],
    otherwise: 'the host of the URL',
  }),
  insecure: onOff('-k, --insecure', 'do not check the server’s certificate', {
    configPath: ['tls', 'insecure'],
  }),
  json: onOff('--json', 'print the result as JSON, and nothing else, on stdout'),
  ...runOptions,
  resultsFolder: resultsFolderOption('--results-dir <dir>'),
} as const;
