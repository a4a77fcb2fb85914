import { expect, it } from 'vitest';
import { checkOptions, LocalLambdaError } from './check-options.js';
import { createLocalLambda } from './create-local-lambda.js';
import { definition } from './testing.js';

it('tells all problems at once', async () => {
  const functions = [
    definition({ name: 'a b' }),
    definition({ name: 'small', memoryMb: 64, timeoutSec: 0 }),
    definition({ name: 'twice', reservedConcurrency: 950 }),
    definition({ name: 'twice', reservedConcurrency: -1 }),
  ];
  const starting = createLocalLambda({ functions, logFolder: '/nowhere' });
  await expect(starting).rejects.toBeInstanceOf(LocalLambdaError);
  await expect(starting).rejects.toMatchObject({
    code: 'ERR_LOCAL_LAMBDA',
    problems: [
      'a b: the name must be 1 to 64 letters, digits, hyphens and underscores',
      'small: memoryMb is 64; allowed: 128 to 10240',
      'small: timeoutSec is 0; allowed: 1 to 900',
      'twice: reservedConcurrency is -1; allowed: a whole number from 0, which is unreserved',
      'twice: there are two functions of this name',
      'reservations add up to 949; of an account concurrency of 1000, 100 must stay unreserved',
    ],
  });
});

it('takes what Lambda takes', () => {
  const functions = [
    definition({ name: 'a', reservedConcurrency: 900 }),
    definition({ name: 'b', memoryMb: 128 }),
  ];
  expect(() => checkOptions({ functions, logFolder: '/nowhere' })).not.toThrow();
});
