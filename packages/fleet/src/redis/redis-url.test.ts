import { describe, expect, it } from 'vitest';
import { FleetError } from '../errors.js';
import { parseRedisUrl, redisAddress } from './redis-url.js';

function refusalOf(text: string): FleetError {
  try {
    parseRedisUrl(text);
  } catch (error) {
    if (error instanceof FleetError) return error;
  }
  throw new Error(`${text} was taken`);
}

describe('the URL of a Redis', () => {
  it.each([
    ['redis://10.0.0.5', '10.0.0.5:6379'],
    ['rediss://user:pw@cache.example:6390/2', 'cache.example:6390'],
    ['redis://:pw@[::1]:7000/', '[::1]:7000'],
  ])('%s is taken, and named without a password', (text, address) => {
    expect(redisAddress(parseRedisUrl(text))).toBe(address);
  });

  it.each([
    '',
    '10.0.0.5',
    '10.0.0.5:6379',
    'http://10.0.0.5',
    'redis://',
    'redis:///0',
    'rediss//x',
    'redis://host:99999',
  ])('%j is none', (text) => {
    const { code, message } = refusalOf(text);
    expect(code).toBe('ERR_REDIS_URL');
    expect(message).toBe(`${JSON.stringify(text)} is not the URL of a Redis`);
  });

  it('has the number of a database, or nothing, after the host', () => {
    expect(refusalOf('redis://host/cache').message).toContain('/cache in the URL');
    expect(refusalOf('redis://host/0/1').code).toBe('ERR_REDIS_URL');
  });

  it.each([
    'http://user:hunter2@host',
    'redis//user:hunter2@host',
    'redis://user:hunter2@host/x',
    'x:p@hunter2@y',
  ])('never shows the password: %s', (text) => {
    const { message, hint } = refusalOf(text);
    expect(`${message} ${hint}`).not.toContain('hunter2');
  });
});
