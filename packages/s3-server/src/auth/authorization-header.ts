import { S3Error } from '../errors/s3-error.js';
import { algorithm } from './canonical-request.js';
import type { CredentialScope } from './signing-keys.js';

/** What a request says of its own signature, in its header or its query. */
export interface ClaimedSignature {
  readonly scope: CredentialScope;
  readonly signedHeaders: string;
  readonly signature: string;
}

/**
 * Reads `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`, with or without spaces after the commas, in any order.
 *
 * @throws S3Error InvalidRequest for another scheme, AuthorizationHeaderMalformed for missing or malformed parts.
 */
export function readAuthorization(header: string): ClaimedSignature {
  if (!header.startsWith(`${algorithm} `)) throw unsupportedScheme();
  const credential = field(header, 'Credential=');
  const signedHeaders = field(header, 'SignedHeaders=');
  const signature = field(header, 'Signature=');
  if (credential === '') throw malformed('the Credential is missing.');
  if (signedHeaders === '') throw malformed('the SignedHeaders are missing.');
  if (signature === '') throw malformed('the Signature is missing.');
  const scope = readScope(credential);
  if (scope === undefined) {
    throw malformed(
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  return { scope, signedHeaders, signature };
}

export function unsupportedScheme(): S3Error {
  return new S3Error(
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  );
}

function malformed(what: string): S3Error {
  return new S3Error('AuthorizationHeaderMalformed', `The authorization header is malformed; ${what}`);
}

function field(header: string, name: string): string {
  let at = header.indexOf(name, algorithm.length);
  // `Signature=` must not be found inside another word.
  while (at > 0 && header[at - 1] !== ' ' && header[at - 1] !== ',') at = header.indexOf(name, at + 1);
  if (at === -1) return '';
  const comma = header.indexOf(',', at);
  return header.slice(at + name.length, comma === -1 ? undefined : comma).trim();
}

/** `AKID/20130524/us-east-1/s3/aws4_request`, read from its end because an access key may contain slashes. */
export function readScope(credential: string): CredentialScope | undefined {
  const parts = credential.split('/');
  const [date, region, service, end] = parts.slice(-4);
  if (parts.length < 5 || end !== 'aws4_request' || service !== 's3') return undefined;
  if (date === undefined || !/^\d{8}$/.test(date) || region === undefined || region === '') return undefined;
  return {
    accessKeyId: parts.slice(0, -4).join('/'),
    date,
    region,
    text: `${date}/${region}/s3/aws4_request`,
  };
}
