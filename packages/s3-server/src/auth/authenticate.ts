import { timingSafeEqual } from 'node:crypto';
import { S3Error } from '../errors/s3-error.js';
import { headerOf, type S3RequestHead } from '../http/request-head.js';
import { parseAmzDate } from './amz-date.js';
import {
  type ClaimedSignature,
  readAuthorization,
  readScope,
  unsupportedScheme,
} from './authorization-header.js';
import { algorithm, canonicalRequest, checkSignedHeaders, stringToSign } from './canonical-request.js';
import { ChunkSigner } from './chunk-signer.js';
import type { S3Credentials } from './credentials.js';
import { isSha256Hex, type PayloadMode, readPayloadMode, unsignedPayload } from './payload-mode.js';
import { type SigningKeys, sign } from './signing-keys.js';

/** Whom a server lets in, and what time it is there. */
export interface Gatekeeper {
  readonly credentials: ReadonlyMap<string, S3Credentials>;
  readonly keys: SigningKeys;
  /** If given, only requests signed for it are accepted. */
  readonly region: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What is known of a request whose signature is right: how its body is to be checked. */
export interface Authenticated {
  readonly payload: PayloadMode;
  /** For a body in signed chunks. */
  readonly chunkSigner: ChunkSigner | undefined;
}

interface SignedRequest extends ClaimedSignature {
  readonly amzDate: string;
  readonly payloadHash: string;
}

const skewMs = 15 * 60_000;
const longestExpiryS = 7 * 24 * 3600;

/**
 * Checks who sent a request and that its head is what was signed, by Signature Version 4 in the header or in the query. Source:
 * "Authenticating Requests (AWS Signature Version 4)" of the Amazon S3 API reference.
 *
 * @throws S3Error with the code S3 has for what is wrong; 403 for a wrong key, signature or time.
 */
export function authenticate(head: S3RequestHead, gate: Gatekeeper): Authenticated {
  const signed = readSigned(head, gate.now());
  const credentials = gate.credentials.get(signed.scope.accessKeyId);
  if (credentials === undefined) {
    throw new S3Error('InvalidAccessKeyId', undefined, { AWSAccessKeyId: signed.scope.accessKeyId });
  }
  checkRegion(signed.scope.region, gate.region);
  checkToken(head, credentials);
  checkSignedHeaders(head, signed.signedHeaders);
  const key = gate.keys.keyFor(credentials, signed.scope);
  const canonical = canonicalRequest(head, signed.signedHeaders, signed.payloadHash);
  const text = stringToSign(signed.amzDate, signed.scope.text, canonical);
  if (!equalHex(sign(key, text), signed.signature)) throw mismatch(signed, canonical, text);
  const payload = readPayloadMode(signed.payloadHash);
  const chunked = payload.kind === 'chunked' && payload.signed;
  return {
    payload,
    chunkSigner: chunked
      ? new ChunkSigner(key, signed.amzDate, signed.scope.text, signed.signature)
      : undefined,
  };
}

function readSigned(head: S3RequestHead, now: number): SignedRequest {
  const authorization = headerOf(head, 'authorization');
  const presigned = head.query.has('X-Amz-Algorithm');
  if (authorization !== undefined && presigned) {
    throw new S3Error('InvalidArgument', 'Only one auth mechanism allowed.');
  }
  if (authorization !== undefined) return readHeader(head, authorization, now);
  if (presigned) return readPresigned(head, now);
  if (head.query.has('AWSAccessKeyId')) throw unsupportedScheme();
  throw new S3Error('AccessDenied');
}

function readHeader(head: S3RequestHead, authorization: string, now: number): SignedRequest {
  const claimed = readAuthorization(authorization);
  const amzDate = headerDate(head);
  const time = parseAmzDate(amzDate);
  if (Number.isNaN(time)) {
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  }
  if (Math.abs(now - time) > skewMs) {
    throw new S3Error('RequestTimeTooSkewed', undefined, {
      RequestTime: amzDate,
      ServerTime: new Date(now).toISOString(),
      MaxAllowedSkewMilliseconds: String(skewMs),
    });
  }
  if (!amzDate.startsWith(claimed.scope.date)) {
    throw new S3Error('AuthorizationHeaderMalformed', 'The credential date does not match the request date.');
  }
  const payloadHash = headerOf(head, 'x-amz-content-sha256');
  if (payloadHash === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  return { ...claimed, amzDate, payloadHash };
}

/** Clients that cannot set `x-amz-date` send `Date`, in HTTP's form. */
function headerDate(head: S3RequestHead): string {
  const amzDate = headerOf(head, 'x-amz-date');
  if (amzDate !== undefined) return amzDate;
  const date = headerOf(head, 'date') ?? '';
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function readPresigned(head: S3RequestHead, now: number): SignedRequest {
  const parameter = (name: string): string => {
    const value = head.query.get(name);
    if (value === undefined || value === '') {
      throw queryError(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      );
    }
    return value;
  };
  if (parameter('X-Amz-Algorithm') !== algorithm) {
    throw queryError('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  const scope = readScope(parameter('X-Amz-Credential'));
  if (scope === undefined) {
    throw queryError(
      'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  const amzDate = parameter('X-Amz-Date');
  checkValidity(amzDate, parameter('X-Amz-Expires'), scope.date, now);
  return {
    scope,
    amzDate,
    signedHeaders: parameter('X-Amz-SignedHeaders'),
    signature: parameter('X-Amz-Signature'),
    payloadHash:
      head.query.get('X-Amz-Content-Sha256') ?? headerOf(head, 'x-amz-content-sha256') ?? unsignedPayload,
  };
}

function checkValidity(amzDate: string, expires: string, scopeDate: string, now: number): void {
  const time = parseAmzDate(amzDate);
  if (Number.isNaN(time)) {
    throw queryError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  if (!amzDate.startsWith(scopeDate)) {
    throw queryError('Invalid credential date. This date is not the same as X-Amz-Date.');
  }
  const seconds = /^\d{1,9}$/.test(expires) ? Number(expires) : Number.NaN;
  if (!(seconds >= 0)) throw queryError('X-Amz-Expires should be a number');
  if (seconds > longestExpiryS) {
    throw queryError('X-Amz-Expires must be less than a week (in seconds) that is 604800');
  }
  if (time - now > skewMs) throw new S3Error('AccessDenied', 'Request is not yet valid');
  if (now > time + seconds * 1000) {
    throw new S3Error('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': expires,
      Expires: new Date(time + seconds * 1000).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
  }
}

function queryError(message: string): S3Error {
  return new S3Error('AuthorizationQueryParametersError', message);
}

function checkRegion(region: string, expected: string | undefined): void {
  if (expected === undefined || region === expected) return;
  throw new S3Error(
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; the region '${region}' is wrong; expecting '${expected}'`,
    { Region: expected },
  );
}

function checkToken(head: S3RequestHead, { sessionToken }: S3Credentials): void {
  const given = head.query.get('X-Amz-Security-Token') ?? headerOf(head, 'x-amz-security-token');
  if (given !== sessionToken) throw new S3Error('InvalidToken');
}

/** Takes the same time wherever the difference is. */
function equalHex(computed: string, given: string): boolean {
  return isSha256Hex(given) && timingSafeEqual(Buffer.from(computed, 'latin1'), Buffer.from(given, 'latin1'));
}

/** As S3 does, it says what it signed, so that the author of a client can compare. */
function mismatch(signed: SignedRequest, canonical: string, text: string): S3Error {
  return new S3Error('SignatureDoesNotMatch', undefined, {
    AWSAccessKeyId: signed.scope.accessKeyId,
    StringToSign: text,
    SignatureProvided: signed.signature,
    CanonicalRequest: canonical,
  });
}
