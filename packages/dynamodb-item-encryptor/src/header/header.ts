import { timingSafeEqual } from 'node:crypto';
import { type OutputSlab, privateBytes } from '../bytes/slab.js';
import { type ContextEntry, serializeContext } from '../context/encryption-context.js';
import { parseContext } from '../context/parse-context.js';
import { ItemEncryptionError } from '../errors.js';
import type { EncryptedDataKey } from '../keyring/keyring.js';
import { type AlgorithmSuite, ecdsaSuite, hmacSuite } from '../keys/algorithm-suite.js';
import { hmacInto } from '../keys/sha512/hmac-sha512.js';
import { wipe } from '../keys/wipe.js';
import { ByteReader } from './byte-reader.js';
import { isLegendByte } from './legend.js';

export const messageIdLength = 32;
const commitmentLength = 32;
/** Their number has one byte. */
export const maxDataKeys = 255;
const maxFieldLength = 65_535;

/** What a header says, without its commitment. */
export interface Header {
  readonly version: 1 | 2;
  readonly suite: AlgorithmSuite;
  /** 32 random bytes, fresh for every item: with the data key they make all other keys. */
  readonly messageId: Uint8Array;
  /** One byte per signed attribute, in canonical order. */
  readonly legend: Buffer;
  /** The entries of the encryption context that are stored rather than rebuilt from the item. */
  readonly storedContext: readonly ContextEntry[];
  readonly encryptedDataKeys: readonly EncryptedDataKey[];
}

/** The whole header: what it says, and a commitment to it, so that it opens under one data key only. */
export function writeHeader(
  header: Header,
  commitKey: Uint8Array,
  output: OutputSlab,
): Uint8Array<ArrayBuffer> {
  const context = serializeContext(header.storedContext);
  const keys = header.encryptedDataKeys;
  if (keys.length > maxDataKeys)
    throw tooLarge(`${keys.length} encrypted data keys; ${maxDataKeys} are possible`);
  const legendLength = header.legend.length;
  if (legendLength > maxFieldLength)
    throw tooLarge(`${legendLength} signed attributes; ${maxFieldLength} are possible`);

  let length = 2 + messageIdLength + 2 + legendLength + context.length + 1 + commitmentLength;
  for (const key of keys) length += dataKeyLength(key);
  const array = output.take(length);
  const bytes = Buffer.from(array.buffer, array.byteOffset, length);

  bytes[0] = header.version;
  bytes[1] = header.suite.flavor;
  let at = 2;
  bytes.set(header.messageId, at);
  at += messageIdLength;
  at = bytes.writeUInt16BE(legendLength, at);
  at += header.legend.copy(bytes, at);
  at += context.copy(bytes, at);
  bytes[at++] = keys.length;
  for (const key of keys) at = writeDataKey(bytes, at, key);
  hmacInto('sha512', commitKey, array.subarray(0, at), array.subarray(at));
  return array;
}

function dataKeyLength({ providerId, providerInfo, ciphertext }: EncryptedDataKey): number {
  const lengths = [Buffer.byteLength(providerId), providerInfo.length, ciphertext.length];
  if (lengths.some((length) => length > maxFieldLength))
    throw tooLarge('an encrypted data key with more than 64 KiB');
  return lengths.reduce((sum, length) => sum + 2 + length, 0);
}

function writeDataKey(bytes: Buffer, start: number, key: EncryptedDataKey): number {
  let at = start;
  const idLength = bytes.write(key.providerId, at + 2, 'utf8');
  bytes.writeUInt16BE(idLength, at);
  at += 2 + idLength;
  for (const field of [key.providerInfo, key.ciphertext]) {
    at = bytes.writeUInt16BE(field.length, at);
    bytes.set(field, at);
    at += field.length;
  }
  return at;
}

function tooLarge(what: string): ItemEncryptionError {
  return new ItemEncryptionError('ERR_ITEM_TOO_LARGE', `the header cannot hold ${what}`);
}

/** Reads a header. What it says is not to be relied on before {@link verifyCommitment} and the footer have been. */
export function parseHeader(bytes: Buffer): Header {
  const reader = new ByteReader(bytes);
  const version = reader.u8();
  if (version !== 1 && version !== 2) throw reader.malformed(`version ${version} is unknown`);
  const flavor = reader.u8();
  if (flavor !== 0 && flavor !== 1) throw reader.malformed(`flavor ${flavor} is unknown`);
  const messageId = reader.bytes(messageIdLength);
  const legend = reader.bytes(reader.u16());
  if (!legend.every(isLegendByte)) throw reader.malformed('the legend has an unknown letter');
  const storedContext = parseContext(reader);
  const count = reader.u8();
  if (count === 0) throw reader.malformed('it has no encrypted data key');
  const encryptedDataKeys: EncryptedDataKey[] = [];
  for (let i = 0; i < count; i++) {
    const providerId = reader.utf8(reader.bytes(reader.u16()));
    const providerInfo = reader.bytes(reader.u16());
    encryptedDataKeys.push({ providerId, providerInfo, ciphertext: reader.bytes(reader.u16()) });
  }
  if (reader.left < commitmentLength) throw reader.malformed('it is cut short');
  if (reader.left > commitmentLength) throw reader.malformed('bytes are left over');
  const suite = flavor === 1 ? ecdsaSuite : hmacSuite;
  return { version, suite, messageId, legend, storedContext, encryptedDataKeys };
}

/** Throws `ERR_COMMITMENT` unless the header was written with this very key. Compares in constant time. */
export function verifyCommitment(bytes: Buffer, commitKey: Uint8Array): void {
  const end = bytes.length - commitmentLength;
  const expected = privateBytes(commitmentLength);
  hmacInto('sha512', commitKey, bytes.subarray(0, end), expected);
  const equal = timingSafeEqual(expected, bytes.subarray(end));
  wipe(expected);
  if (!equal) {
    throw new ItemEncryptionError(
      'ERR_COMMITMENT',
      'aws_dbe_head was changed, or belongs to another data key',
    );
  }
}
