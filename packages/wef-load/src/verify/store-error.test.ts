import { expect, it } from 'vitest';
import { explainStoreError } from './store-error.js';

const answered = (httpStatusCode: number) =>
  Object.assign(new Error('no'), { $metadata: { httpStatusCode } });
const named = (name: string) => Object.assign(new Error('said so'), { name });

it.each([
  [answered(404), 'ERR_BUCKET_MISSING', 'there is no bucket b at here'],
  [answered(301), 'ERR_BUCKET_MISSING', 'the bucket b is in another region'],
  [answered(403), 'ERR_BUCKET_DENIED', 'access to the bucket b at here is denied'],
  // The SDK throws before it asks anybody: an address would be looked at in vain.
  [named('CredentialsProviderError'), 'ERR_BUCKET_DENIED', 'there are no keys for the bucket b at here'],
  [named('TimeoutError'), 'ERR_TARGET_UNREACHABLE', expect.stringContaining('cannot reach here')],
])('%s is %s', (error, code, message) => {
  expect(explainStoreError(error, 'b', 'here')).toMatchObject({ code, message });
});

it('an answer that is no trouble with the bucket stays what it is', () => {
  const error = answered(500);
  expect(explainStoreError(error, 'b', 'here')).toBe(error);
});
