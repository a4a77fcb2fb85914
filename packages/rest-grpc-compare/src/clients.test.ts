import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { CLIENTS } from './clients.js';

const require = createRequire(import.meta.url);

it('names the versions that are installed', () => {
  const installed = (name: string): string => `${name} ${require(`${name}/package.json`).version}`;
  expect(CLIENTS).toEqual({ rest: installed('undici'), grpc: installed('@grpc/grpc-js') });
});
