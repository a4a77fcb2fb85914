import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainReason, REASONS } from './catalog.js';

const source = new URL('..', import.meta.url).pathname;

/** Codes that rules give out, as they stand in the sources that make reasons. */
function codesInSources(): string[] {
  const files = ['validity', 'ceiling', 'search'].flatMap((folder) =>
    readdirSync(join(source, folder))
      .filter((name) => name.endsWith('.ts') && !/test|catalog|probe-outcome/.test(name))
      .map((name) => readFileSync(join(source, folder, name), 'utf8')),
  );
  const given = files.flatMap((text) => [
    ...text.matchAll(/code: '([A-Z][A-Z_]+)'/g),
    ...text.matchAll(/graded\(\s*[^']*?'([A-Z][A-Z_]+)'/g),
  ]);
  // What was lost is said by the driver of several threads or agents, as a fault of the trial.
  const faults = ['WORKER_LOST', 'AGENT_LOST', 'REDIS_LOST', 'PARTS_MISMATCH'];
  return [...new Set(given.map(([, code = '']) => code)), ...faults].sort();
}

describe('the catalog of reasons', () => {
  it('has every code that a rule gives out, and no other', () => {
    const codes = codesInSources();
    expect(REASONS.map(({ code }) => code).sort()).toEqual(codes);
  });

  it('states limits, why they are there and what to do', () => {
    for (const { measures, suspect, invalid, why, action } of REASONS) {
      expect(measures).toMatch(/\w/);
      expect(suspect + invalid).not.toBe('');
      expect(why).toMatch(/\.$/);
      expect(action).toMatch(/\.$/);
    }
  });

  it('has the limits of the rules themselves', () => {
    expect(explainReason('TARGET_ERRORS')).toMatchObject({ suspect: 'above 1.0 %', invalid: 'above 10 %' });
    expect(explainReason('TRIALS_DISAGREE')).toMatchObject({ suspect: 'above 10 %', invalid: '' });
    expect(explainReason('NO_SUCH_CODE')).toBeNull();
  });
});
