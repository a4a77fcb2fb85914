import type { ChunkSigner } from '../auth/chunk-signer.js';
import { S3Error } from '../errors/s3-error.js';

const signatureName = 'x-amz-trailer-signature';

/**
 * Reads the headers behind the last chunk (`name:value\n` each) and verifies their signature, which signed bodies must have if there are
 * any.
 */
export function readTrailer(text: string, signer: ChunkSigner | undefined): ReadonlyMap<string, string> {
  const trailer = new Map<string, string>();
  let signed = '';
  let signature: string | undefined;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    if (colon < 1) throw new S3Error('InvalidRequest', 'A trailing header of the body is malformed.');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === signatureName) signature = value;
    else {
      if (trailer.has(name))
        throw new S3Error('InvalidRequest', `The trailing header "${name}" comes twice.`);
      trailer.set(name, value);
      signed += `${name}:${value}\n`;
    }
  }
  if (signer !== undefined && signed !== '' && signer.signTrailer(signed) !== signature) {
    throw new S3Error('SignatureDoesNotMatch', 'The signature of the trailing headers does not match them.');
  }
  return trailer;
}
