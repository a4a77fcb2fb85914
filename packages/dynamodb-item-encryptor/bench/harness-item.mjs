// Milliseconds per item as the other implementations' performance tests measure them: their item, suite 0x6701, raw AES keyring, one item after
// the other. Run: pnpm exec turbo run build --filter=@benchwright/dynamodb-item-encryptor && node packages/dynamodb-item-encryptor/bench/harness-item.mjs
import { randomBytes } from 'node:crypto';
import { createItemEncryptor, createRawAesKeyring } from '../dist/index.js';

const MS_PER_CELL = 3000;
const encryptor = createItemEncryptor({
  logicalTableName: 'dbesdk-performance-testing',
  partitionKeyName: 'partition_key',
  sortKeyName: 'sort_key',
  attributeActionsOnEncrypt: {
    partition_key: 'SIGN_ONLY',
    sort_key: 'SIGN_ONLY',
    attribute1: 'ENCRYPT_AND_SIGN',
    attribute2: 'SIGN_ONLY',
    ':attribute3': 'DO_NOTHING',
  },
  allowedUnsignedAttributePrefix: ':',
  keyring: createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: randomBytes(32) }),
});

/** Median of the wall time of each call, after a warm-up of a tenth of the time. */
async function medianMs(run) {
  const times = [];
  const start = performance.now();
  for (let now = start; now - start < MS_PER_CELL || times.length < 3; ) {
    await run();
    const end = performance.now();
    if (end - start > MS_PER_CELL / 10) times.push(end - now);
    now = end;
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}

console.log(`node ${process.version}, suite 0x6701, ms per item, median`);
console.log('bytes'.padEnd(12), 'encrypt'.padStart(9), 'decrypt'.padStart(9));
for (const bytes of [1024, 10_240, 102_400, 1_048_576, 10_485_760, 104_857_600]) {
  const item = {
    partition_key: { S: 'benchmark-test' },
    sort_key: { N: '0' },
    attribute1: { M: { data: { B: new Uint8Array(Buffer.alloc(bytes, randomBytes(1000))) } } },
    attribute2: { S: 'sign me!' },
    ':attribute3': { S: 'ignore me!' },
  };
  const { encryptedItem } = await encryptor.encryptItem(item);
  const encrypt = await medianMs(() => encryptor.encryptItem(item));
  const decrypt = await medianMs(() => encryptor.decryptItem(encryptedItem));
  console.log(String(bytes).padEnd(12), encrypt.toFixed(2).padStart(9), decrypt.toFixed(2).padStart(9));
}
