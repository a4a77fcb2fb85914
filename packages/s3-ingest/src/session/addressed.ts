import type { AwsKeys } from './open-storage.js';

/** Signs requests that nobody checks. */
const ANYBODY: AwsKeys = { accessKeyId: 'benchwright', secretAccessKey: 'benchwright' };

/**
 * The part of a client's options that says where the service is and whose requests these are. An API that is not that of AWS often wants no
 * keys in particular, so that none have to be set for it; those that are set are used, except by what this run started itself.
 */
export function addressed(
  endpoint: string | null,
  isLocal: boolean,
): { readonly endpoint?: string; readonly credentials?: AwsKeys } {
  if (endpoint === null) return {};
  const hasOwn = process.env.AWS_ACCESS_KEY_ID !== undefined || process.env.AWS_PROFILE !== undefined;
  return isLocal || !hasOwn ? { endpoint, credentials: ANYBODY } : { endpoint };
}
