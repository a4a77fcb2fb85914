import { describe, expect, it } from 'vitest';
import { LambdaEventError, objectKey, runIdOf } from './object-key.js';

const NOW_MS = 1_234_567_890_123;

describe('runIdOf', () => {
  it('takes the one of the event', () => {
    expect(runIdOf({ run_id: '123e4567-e89b-12d3-a456-426614174000' }, NOW_MS)).toBe(
      '123e4567-e89b-12d3-a456-426614174000',
    );
  });

  it.each([undefined, null, {}, { run_id: null }, { other: 1 }])('makes one for %j', (event) => {
    expect(runIdOf(event, NOW_MS)).toMatch(/^run_1234567890123_[0-9a-f]{6}$/);
  });

  it.each([
    'text',
    7,
    [],
    { run_id: 7 },
    { run_id: '' },
    { run_id: 'a/b' },
    { run_id: '..' },
    { run_id: 'é' },
    { run_id: 'x'.repeat(129) },
  ])('refuses %j', (event) => {
    expect(() => runIdOf(event, NOW_MS)).toThrow(LambdaEventError);
  });

  it('says what it got and what is allowed', () => {
    expect(() => runIdOf({ run_id: 'a/b' }, NOW_MS)).toThrow(
      'the event cannot be used: run_id is "a/b"; allowed: 1 to 128 letters, digits, dots, colons, hyphens and underscores',
    );
  });
});

it('names objects {workload}/{run_id}/{ms}-{uuid}.jsonl, each another', () => {
  const keys = [objectKey('batch', 'run_1', NOW_MS), objectKey('batch', 'run_1', NOW_MS)];
  for (const key of keys) expect(key).toMatch(/^batch\/run_1\/1234567890123-[0-9a-f]{32}\.jsonl$/);
  expect(keys[0]).not.toBe(keys[1]);
});
