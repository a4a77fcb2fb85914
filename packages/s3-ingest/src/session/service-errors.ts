import { classifyError, TargetUnreachableError, unreachableHint } from '@benchwright/load-driver';
import { CredentialsError } from '../errors.js';

/** The HTTP status that a service answered with; null where nobody answered. */
export function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return null;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}

/**
 * What an AWS client threw, in words of ours: CredentialsError where it found none, TargetUnreachableError where nobody answered.
 * Answers of the service come back as they are.
 */
export function explainServiceError(error: unknown, service: string, address: string): unknown {
  if (!(error instanceof Error) || statusOf(error) !== null) return error;
  if (error.name === 'CredentialsProviderError' || /could not load credentials/i.test(error.message)) {
    return new CredentialsError(service, error);
  }
  const found = classifyError(error);
  const tried = [`${address}: ${found} (${error.message})`];
  return new TargetUnreachableError(address, tried, unreachableHint(found), { cause: error });
}
