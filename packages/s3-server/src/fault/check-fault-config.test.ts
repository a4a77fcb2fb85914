import { describe, expect, it } from 'vitest';
import { checkFaultConfig, FaultConfigError } from './check-fault-config.js';

const operations = new Set(['GetObject', 'PutObject']);

function problemsOf(input: unknown): readonly string[] {
  try {
    checkFaultConfig(input, operations);
  } catch (error) {
    if (error instanceof FaultConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('a fault config', () => {
  it('is taken as it is where nothing is wrong', () => {
    const config = {
      seed: 3,
      rules: [
        { latency: 5 },
        { operation: 'PutObject', errors: { SlowDown: 0.5, InternalError: 0.5 } },
        { operation: ['GetObject', '*'], bytesPerSec: 1e6, window: { afterMs: 0, forMs: 5, everyMs: 5 } },
        { latency: { distribution: 'uniform', minMs: 3, maxMs: 3 } },
        { latency: { distribution: 'exponential', meanMs: 3 } },
        { latency: { distribution: 'lognormal', medianMs: 3, sigma: 0 } },
      ],
    };
    expect(checkFaultConfig(config, operations)).toBe(config);
  });

  it('names everything that is wrong, and where', () => {
    const problems = problemsOf({
      seed: -1,
      speed: 1,
      rules: [
        { operation: 'putObject', latency: -1 },
        { latency: { distribution: 'normal' } },
        { latency: { distribution: 'uniform', minMs: 5, maxMs: 3, mean: 1 } },
        { bytesPerSec: 0, errors: { SlowDown: 0.8, reset: 0.8, Timeout: 1 } },
        { window: { everyMs: 5 } },
        { latency: 1, window: { forMs: 6, everyMs: 5 } },
        'SlowDown',
        { operation: [], latency: Number.NaN },
      ],
    });
    expect(problems).toEqual([
      'faults.speed: is not known here; seed, rules are',
      'seed: must be a whole number from 0 on, not -1',
      'rules[0].operation: "putObject" is none of * GetObject PutObject',
      'rules[0].latency: must be a number from 0 on, not -1',
      'rules[1].latency: must be milliseconds, or have a distribution: one of uniform, exponential, lognormal',
      'rules[2].latency.mean: is not known here; distribution, minMs, maxMs are',
      'rules[2].latency: minMs (5) is above maxMs (3)',
      'rules[3].bytesPerSec: must be a number above 0, not 0',
      'rules[3].errors.Timeout: is not known here; SlowDown, InternalError, reset are',
      'rules[3].errors: the shares add up to 2.6; 1 is all requests',
      'rules[4].window: everyMs needs forMs: how long each time',
      'rules[4]: does nothing: give it latency, bytesPerSec or errors',
      'rules[5].window: forMs (6) is above everyMs (5)',
      'rules[6]: must be an object, not "SlowDown"',
      'rules[7].operation: names no operation',
      'rules[7].latency: must be a number from 0 on, not NaN',
    ]);
  });

  it.each([[undefined], [null], [[]], ['x']])('must be an object, not %j', (input) => {
    expect(problemsOf(input)).toEqual([expect.stringMatching(/^faults: must be an object/)]);
  });

  it('says it in one message with a code', () => {
    const error = new FaultConfigError(problemsOf({ rules: 1 }));
    expect(error).toMatchObject({
      code: 'ERR_S3_FAULT_CONFIG',
      message: 'The faults cannot be injected:\n  rules: must be a list, not 1',
    });
  });
});
