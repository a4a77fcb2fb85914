// What the ECDSA signature of suite 0x6701 costs, one item after the other and several at a time, beside one core's work and nothing else.
// Run: pnpm exec turbo run build --filter=@benchwright/dynamodb-item-encryptor && node packages/dynamodb-item-encryptor/bench/signature-speed.mjs
import crypto, { generateKeyPairSync, randomBytes } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { availableParallelism } from 'node:os';
import { createItemEncryptor, createRawAesKeyring } from '../dist/index.js';

const ROUNDS = 5;
const SECONDS = 0.7;
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

const signAlone = () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  sign('sha384', encryptedItem.aws_dbe_head.B, { key: privateKey, dsaEncoding: 'ieee-p1363' });
};
const encryptWith = (ahead) => {
  const one = encryptorWith(ahead);
  return () => {
    encrypted++;
    return one.encryptItem(item);
  };
};
const decrypt = () => encryptor.decryptItem(encryptedItem);
const contenders = [
  ['key pair and signature alone, synchronous', 1, signAlone],
  ['encrypt, 0 keys ahead, 1 at a time', 1, encryptWith(0)],
  ...[1, 2, 4, 8].map((n) => [`encrypt, 2 keys ahead, ${n} at a time`, n, encryptWith(2)]),
  ...[1, 4].map((n) => [`decrypt, ${n} at a time`, n, decrypt]),
];

// In turns, so that what the host takes away is taken from all.
const rates = contenders.map(() => []);
for (let round = 0; round < ROUNDS; round++) {
  for (const [i, [, concurrency, run]] of contenders.entries()) rates[i].push(await rate(concurrency, run));
}
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
console.log(
  `node ${process.version}, ${availableParallelism()} cores, 1 KB items, items per second, medians of ${ROUNDS} interleaved rounds of ${SECONDS} s`,
);
for (const [i, [title]] of contenders.entries()) {
  const ratios = rates[i].map((value, round) => value / rates[0][round]);
  const range = `(${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;
  console.log(
    title.padEnd(44),
    median(rates[i]).toFixed(0).padStart(6),
    `${median(ratios).toFixed(2)} ×`.padStart(9),
    range.padStart(12),
  );
}
console.log(
  `signatures per item encrypted, counted over ${encrypted} items: ${(signatures / encrypted).toFixed(4)}`,
);
