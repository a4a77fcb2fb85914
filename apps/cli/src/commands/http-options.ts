import { onOff, text, texts } from '../spec/option-spec.js';
import { endpointOptions, loadOptions } from './endpoint-options.js';

/** What `http` can be told. */
export const httpOptions = {
  connections: text('-c, --connections <count>', 'connections', {
    configPath: ['connections'],
    otherwise: '10',
  }),
  ...loadOptions,
  method: text('-m, --method <method>', 'method of the requests', {
    configPath: ['method'],
    choices: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
    otherwise: 'GET',
  }),
  headers: texts('-H, --header <line>', "header, such as 'Accept: text/html'; may be repeated", {
    configPath: ['headers'],
  }),
  body: text('-b, --body <text|@file>', 'body of the requests, or @ and the file that holds it'),
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
  expectStatus: text('--expect-status <statuses>', 'statuses that count as success, such as 2xx or 200,204', {
    configPath: ['expectStatus'],
    otherwise: '200-399',
  }),
  expectBody: text('--expect-body <text>', 'text that every body contains, or sha256: and its digest', {
    configPath: ['expectBody'],
  }),
  ...endpointOptions,
} as const;
