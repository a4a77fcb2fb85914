// What the ECDSA signature of suite 0x6701 costs, one item after the other and several at a time, beside one core's work and nothing else.
// Run: pnpm exec turbo run build --filter=@benchwright/dynamodb-item-encryptor && node packages/dynamodb-item-encryptor/bench/signature-speed.mjs
import crypto, { generateKeyPairSync, randomBytes } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { availableParallelism } from 'node:os';
import { createItemEncryptor, createRawAesKeyring } from '../dist/index.js';

const SECONDS = 3;
const encryptorWith = (signingKeysAhead) =>
  createItemEncryptor({
    logicalTableName: 'dbesdk-performance-testing',
    partitionKeyName: 'partition_key',
    attributeActionsOnEncrypt: { partition_key: 'SIGN_ONLY', attribute1: 'ENCRYPT_AND_SIGN' },
    signingKeysAhead,
    keyring: createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: randomBytes(32) }),
  });
const item = { partition_key: { S: 'benchmark-test' }, attribute1: { B: new Uint8Array(randomBytes(1024)) } };

/** Items per second of wall time with so many calls under way. */
async function rate(concurrency, run) {
  const end = performance.now() + SECONDS * 1000;
  let items = 0;
  const start = performance.now();
  const worker = async () => {
    while (performance.now() < end) {
      await run();
      items++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return items / ((performance.now() - start) / 1000);
}

// Counts what the library really asks OpenSSL to sign.
let [signatures, encrypted] = [0, 0];
const { sign } = crypto;
crypto.sign = (...args) => {
  signatures++;
  return sign(...args);
};
syncBuiltinESMExports();

const encryptor = encryptorWith(2);
const { encryptedItem } = await encryptor.encryptItem(item);
await rate(4, () => encryptor.encryptItem(item));
signatures = 0;

const oneCore = await rate(1, () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  sign('sha384', encryptedItem.aws_dbe_head.B, { key: privateKey, dsaEncoding: 'ieee-p1363' });
});
console.log(
  `node ${process.version}, ${availableParallelism()} cores, 1 KB items, ${SECONDS} s each, items per second`,
);
const show = (title, value) =>
  console.log(
    title.padEnd(52),
    value.toFixed(0).padStart(6),
    `${(value / oneCore).toFixed(2)} ×`.padStart(9),
  );
show('key pair and signature alone, synchronous', oneCore);
for (const [ahead, concurrency] of [
  [0, 1],
  [2, 1],
  [2, 2],
  [2, 4],
  [2, 8],
]) {
  const one = encryptorWith(ahead);
  show(
    `encrypt, ${ahead} keys ahead, ${concurrency} at a time`,
    await rate(concurrency, () => {
      encrypted++;
      return one.encryptItem(item);
    }),
  );
}
for (const concurrency of [1, 4])
  show(
    `decrypt, ${concurrency} at a time`,
    await rate(concurrency, () => encryptor.decryptItem(encryptedItem)),
  );
console.log(
  `signatures per item encrypted, counted over ${encrypted} items: ${(signatures / encrypted).toFixed(4)}`,
);
