import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { CLIENTS, contenderOf } from './clients.js';

const require = createRequire(import.meta.url);

it('names the versions that are installed', () => {
  const installed = (name: string): string => `${name} ${require(`${name}/package.json`).version}`;
  const undici = installed('undici');
  expect(CLIENTS.sdk).toEqual({
    rest: undici,
    grpc: installed('@grpc/grpc-js'),
    graphql: undici,
    'rest-h2': 'node:http2',
    'grpc-web': undici,
  });
});

it('takes the cells of a result from before there was a choice for those of the libraries', () => {
  expect(contenderOf({ factors: { protocol: 'grpc', client: '@grpc/grpc-js 1.14.7' } })).toEqual({
    protocol: 'grpc',
    client: 'sdk',
  });
  expect(contenderOf({ factors: { protocol: 'rest-h2', client: 'raw' } })?.client).toBe('raw');
  expect(contenderOf({ factors: { connections: 5 } })).toBeNull();
});
