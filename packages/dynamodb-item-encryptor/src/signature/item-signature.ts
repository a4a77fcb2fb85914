import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { ItemEncryptionError } from '../errors.js';
import { signatureLength, toDerSignature } from './der-signature.js';

const compressedPointLength = 49;

/** SubjectPublicKeyInfo of a P-384 key up to its compressed point, which OpenSSL takes as it is. */
const spkiPrefix = Buffer.from('3046301006072a8648ce3d020106052b81040022033200', 'hex');

/** Signs in the thread pool, so that several items use several cores. Resolves to 103 bytes. */
export async function signItem(privateKey: KeyObject, canonicalHash: Buffer): Promise<Buffer> {
  for (;;) {
    const signature = toDerSignature(await signOnce(privateKey, canonicalHash));
    if (signature !== undefined) return signature;
  }
}

function signOnce(key: KeyObject, canonicalHash: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // ECDSA hashes what it signs: here the hash is hashed once more.
    sign('sha384', canonicalHash, { key, dsaEncoding: 'ieee-p1363' }, (error, signature) => {
      if (error === null) resolve(signature);
      else reject(error);
    });
  });
}

/** The public key in the encryption context: base64 of a compressed point. */
export function publicKeyText(publicKey: KeyObject): string {
  const { x, y } = publicKey.export({ format: 'jwk' });
  const [xBytes, yBytes] = [x, y].map((coordinate) => Buffer.from(coordinate ?? '', 'base64url'));
  const isOdd = yBytes![yBytes!.length - 1]! & 1;
  const point = Buffer.alloc(compressedPointLength);
  point[0] = 2 + isOdd;
  xBytes!.copy(point, compressedPointLength - xBytes!.length);
  return point.toString('base64');
}

/** Reads what {@link publicKeyText} wrote. Throws `ERR_PUBLIC_KEY` for anything else, and for a point that is not on the curve. */
export function readPublicKey(text: string): KeyObject {
  const point = Buffer.from(text, 'base64');
  if (point.length !== compressedPointLength || point.toString('base64') !== text) throw badKey();
  try {
    return createPublicKey({ key: Buffer.concat([spkiPrefix, point]), format: 'der', type: 'spki' });
  } catch (error) {
    throw badKey(error);
  }
}

function badKey(cause?: unknown): ItemEncryptionError {
  return new ItemEncryptionError(
    'ERR_PUBLIC_KEY',
    "the header's aws-crypto-public-key is not a compressed P-384 point",
    {
      cause,
    },
  );
}

/** Throws `ERR_FOOTER_SIGNATURE` unless the signature is of this hash and key. In the thread pool, as {@link signItem}. */
export async function verifyItem(key: KeyObject, canonicalHash: Buffer, signature: Buffer): Promise<void> {
  const valid =
    signature.length === signatureLength &&
    (await new Promise<boolean>((resolve) => {
      verify('sha384', canonicalHash, { key, dsaEncoding: 'der' }, signature, (error, result) => {
        resolve(error === null && result);
      });
    }));
  if (!valid) {
    throw new ItemEncryptionError(
      'ERR_FOOTER_SIGNATURE',
      'the signature in aws_dbe_foot is not that of this item',
    );
  }
}
