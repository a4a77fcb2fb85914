import {
  createCipheriv,
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  createSign,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import type { AttributeMap, AttributeValue } from '../attribute/attribute-value.js';
import type { CryptoAction } from '../header/legend.js';
import { referenceNumber, referenceValue, u16, u32, u64 } from './reference-values.js';

/** What {@link referenceEncrypt} needs: one table, one raw AES key. */
export interface ReferenceOptions {
  readonly table: string;
  readonly partition: string;
  readonly sort?: string;
  readonly actions: ReadonlyMap<string, CryptoAction>;
  readonly suite: 0x6700 | 0x6701;
  readonly keyNamespace: string;
  readonly keyName: string;
  readonly wrappingKey: Buffer;
}

const hkdf = (key: Uint8Array, info: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha512', key, Buffer.alloc(0), info, 32));
const path = (table: string, name: string): Buffer =>
  Buffer.concat([Buffer.from(table), u64(1), Buffer.from('$'), u64(name.length), Buffer.from(name)]);

function gcm(key: Buffer, iv: Buffer, aad: Buffer, plaintext: Buffer): Buffer {
  const cipher = createCipheriv(`aes-${key.length * 8}-gcm` as 'aes-256-gcm', key, iv).setAAD(aad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function serializeContext(context: ReadonlyMap<string, string>): Buffer {
  const pairs = [...context].map(([key, value]) => [Buffer.from(key), Buffer.from(value)] as const);
  pairs.sort(([a], [b]) => Buffer.compare(a, b));
  const parts = pairs.flatMap(([key, value]) => [u16(key.length), key, u16(value.length), value]);
  return Buffer.concat([u16(pairs.length), ...parts]);
}

function contextValue(value: AttributeValue): [letter: string, text: string] {
  if (value.S !== undefined) return ['S', value.S];
  if (value.N !== undefined) return ['N', referenceNumber(value.N)];
  if (value.NULL !== undefined) return ['L', 'null'];
  if (value.BOOL !== undefined) return ['L', `${value.BOOL}`];
  return ['B', encodedValue(value)];
}

function encodedValue(value: AttributeValue): string {
  const { typeId, bytes } = referenceValue(value);
  return Buffer.concat([typeId, bytes]).toString('base64');
}

function contextOf(
  item: AttributeMap,
  { table, partition, sort, actions }: ReferenceOptions,
  version: number,
) {
  const context = new Map([
    ['aws-crypto-table-name', table],
    ['aws-crypto-partition-name', partition],
  ]);
  if (sort !== undefined) context.set('aws-crypto-sort-name', sort);
  const names = Object.keys(item).filter((name) =>
    version === 2
      ? actions.get(name) === 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT'
      : name === partition || name === sort,
  );
  names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  let legend = '';
  for (const name of names) {
    const [letter, text] = version === 1 ? ['', encodedValue(item[name]!)] : contextValue(item[name]!);
    context.set(`aws-crypto-attr.${name}`, text);
    legend += letter;
  }
  if (version === 2) context.set('aws-crypto-legend', legend);
  return context;
}

function newSigner() {
  const ecdh = createECDH('secp384r1');
  const publicKey = ecdh.generateKeys('base64', 'compressed');
  const point = ecdh.getPublicKey();
  const [x, y] = [point.subarray(1, 49), point.subarray(49)].map((part) => part.toString('base64url'));
  const d = Buffer.concat([Buffer.alloc(48), ecdh.getPrivateKey()])
    .subarray(-48)
    .toString('base64url');
  const key = createPrivateKey({ key: { kty: 'EC', crv: 'P-384', x: x!, y: y!, d }, format: 'jwk' });
  const sign = (message: Buffer): Buffer => {
    for (;;) {
      const signature = createSign('sha384').update(message).sign(key);
      if (signature.length === 103) return signature;
    }
  };
  return { publicKey, sign };
}

/**
 * Encrypts an item step by step as the format's description has it, with nothing cached, shared or fused. Slow, and independent of the
 * code it is the measure of in everything but node:crypto.
 */
export function referenceEncrypt(item: AttributeMap, options: ReferenceOptions): AttributeMap {
  const { table, actions, suite, wrappingKey } = options;
  const version = [...actions.values()].includes('SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT') ? 2 : 1;
  const context = contextOf(item, options, version);
  const signer = suite === 0x6701 ? newSigner() : undefined;
  if (signer !== undefined) context.set('aws-crypto-public-key', signer.publicKey);
  const contextBytes = serializeContext(context);

  const dataKey = randomBytes(32);
  const intermediate = randomBytes(32);
  const macKey = hkdf(intermediate, Buffer.from('AWS_MPL_INTERMEDIATE_KEYWRAP_MAC'));
  const kek = hkdf(intermediate, Buffer.from('AWS_MPL_INTERMEDIATE_KEYWRAP_ENC'));
  const iv = randomBytes(12);
  const blob = Buffer.concat([
    gcm(kek, Buffer.alloc(12), contextBytes, dataKey),
    gcm(wrappingKey, iv, contextBytes, intermediate),
  ]);
  const info = Buffer.concat([Buffer.from(options.keyName), u32(128), u32(12), iv]);

  const fields = Object.keys(item)
    .filter((name) => actions.get(name) !== undefined && actions.get(name) !== 'DO_NOTHING')
    .map((name) => ({
      name,
      action: actions.get(name)!,
      path: path(table, name),
      ...referenceValue(item[name]!),
    }))
    .sort((a, b) => Buffer.compare(a.path, b.path));
  const letters = {
    ENCRYPT_AND_SIGN: 'e',
    SIGN_ONLY: 's',
    SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT: 'c',
    DO_NOTHING: '',
  };
  const legend = Buffer.from(fields.map(({ action }) => letters[action]).join(''));

  const messageId = randomBytes(32);
  const stored = new Map(signer === undefined ? [] : [['aws-crypto-public-key', signer.publicKey]]);
  const sized = (bytes: Buffer): Buffer => Buffer.concat([u16(bytes.length), bytes]);
  const partialHeader = Buffer.concat([
    Buffer.from([version, suite & 1]),
    messageId,
    sized(legend),
    serializeContext(stored),
    Buffer.from([1]),
    sized(Buffer.from(options.keyNamespace)),
    sized(info),
    sized(blob),
  ]);
  const commitKey = hkdf(dataKey, Buffer.concat([Buffer.from('AWS_DBE_COMMIT_KEY'), messageId]));
  const commitment = createHmac('sha512', commitKey).update(partialHeader).digest().subarray(0, 32);
  const header = Buffer.concat([partialHeader, commitment]);

  const rootKey = hkdf(dataKey, Buffer.concat([Buffer.from('AWS_DBE_DERIVE_KEY'), messageId]));
  const output: AttributeMap = { ...item };
  const hash = createHash('sha384').update(header).update(u64(contextBytes.length)).update(contextBytes);
  let fieldNumber = 0;
  for (const field of fields) {
    if (field.action === 'ENCRYPT_AND_SIGN') {
      const counter = Buffer.concat([
        Buffer.from('AwsDbeField'),
        Buffer.from([0x2c]),
        u32(3 * fieldNumber++),
      ]);
      const stream = createCipheriv('aes-256-ctr', rootKey, counter).update(Buffer.alloc(44));
      const sealed = Buffer.concat([
        field.typeId,
        gcm(stream.subarray(0, 32), stream.subarray(32), field.path, field.bytes),
      ]);
      output[field.name] = { B: sealed };
      hash
        .update(field.path)
        .update(u64(sealed.length - 2))
        .update('ENCRYPTED')
        .update(sealed);
    } else {
      hash
        .update(field.path)
        .update(u64(field.bytes.length))
        .update('PLAINTEXT')
        .update(field.typeId)
        .update(field.bytes);
    }
  }
  const canonicalHash = hash.digest();
  const tag = createHmac('sha384', macKey).update(canonicalHash).digest();
  output.aws_dbe_head = { B: header };
  output.aws_dbe_foot = {
    B: Buffer.concat([tag, ...(signer === undefined ? [] : [signer.sign(canonicalHash)])]),
  };
  return output;
}
