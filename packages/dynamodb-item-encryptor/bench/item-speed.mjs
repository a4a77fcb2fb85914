// What an item costs, beside the least it can cost: AES-256-GCM and SHA-384 over the same bytes with node:crypto, one thread, same run. And beside
// the calls into node:crypto that the format cannot do without, with empty hands between them: no key derivation, no serialisation, no copy.
// Run: pnpm exec turbo run build --filter=@benchwright/dynamodb-item-encryptor && node packages/dynamodb-item-encryptor/bench/item-speed.mjs
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import { createItemEncryptor, createRawAesKeyring } from '../dist/index.js';

const MS_PER_CELL = Number(process.env.MS_PER_CELL ?? 1000);
const ROUNDS = 7;
const MS_WARM_UP = 1500;
const keyring = createRawAesKeyring({
  keyNamespace: 'db-esdk-performance-test',
  keyName: 'test-aes-256-key',
  wrappingKey: randomBytes(32),
});

/** The item of the other implementations' performance tests; `attribute1` has the bytes. */
const harnessItem = (bytes) => ({
  partition_key: { S: 'benchmark-test' },
  sort_key: { N: '0' },
  attribute1: { M: { data: { B: new Uint8Array(randomBytes(bytes)) } } },
  attribute2: { S: 'sign me!' },
  ':attribute3': { S: 'ignore me!' },
});
const harnessActions = {
  partition_key: 'SIGN_ONLY',
  sort_key: 'SIGN_ONLY',
  attribute1: 'ENCRYPT_AND_SIGN',
  attribute2: 'SIGN_ONLY',
  ':attribute3': 'DO_NOTHING',
};
const manyNames = Array.from({ length: 100 }, (_, i) => `attribute${i}`);
const manyItem = () => ({
  partition_key: { S: 'benchmark-test' },
  sort_key: { N: '0' },
  ...Object.fromEntries(manyNames.map((name) => [name, { B: new Uint8Array(randomBytes(100)) }])),
});
const manyActions = {
  partition_key: 'SIGN_ONLY',
  sort_key: 'SIGN_ONLY',
  ...Object.fromEntries(manyNames.map((name) => [name, 'ENCRYPT_AND_SIGN'])),
};

const wanted = process.argv.slice(2);
const cells = [
  ['1 KB', 1024, harnessItem(1024), harnessActions],
  ['10 KB', 10_240, harnessItem(10_240), harnessActions],
  ['100 KB', 102_400, harnessItem(102_400), harnessActions],
  ['400 KB', 400_000, harnessItem(400_000), harnessActions],
  ['1 MB', 1_048_576, harnessItem(1_048_576), harnessActions],
  ['10 MB', 10_485_760, harnessItem(10_485_760), harnessActions],
  ['100 × 100 B', 10_000, manyItem(), manyActions],
];

const encryptorFor = (attributeActionsOnEncrypt) =>
  createItemEncryptor({
    logicalTableName: 'dbesdk-performance-testing',
    partitionKeyName: 'partition_key',
    sortKeyName: 'sort_key',
    attributeActionsOnEncrypt,
    allowedUnsignedAttributePrefix: ':',
    algorithmSuiteId: 0x6700,
    keyring,
  });

const key = randomBytes(32);
const iv = randomBytes(12);

/** The least that so many separately encrypted attributes can cost: a cipher each, and one hash. */
function limit(bytes, decrypt, attributes) {
  if (attributes > 1) {
    for (let i = 0; i < attributes; i++) {
      const part = bytes.subarray(0, bytes.length / attributes);
      const cipher = decrypt
        ? createDecipheriv('aes-256-gcm', key, iv)
        : createCipheriv('aes-256-gcm', key, iv);
      cipher.update(part);
      if (!decrypt) cipher.final();
    }
    hash('sha384', bytes, 'buffer');
    return;
  }
  const cipher = decrypt ? createDecipheriv('aes-256-gcm', key, iv) : createCipheriv('aes-256-gcm', key, iv);
  hash('sha384', cipher.update(bytes), 'buffer');
  if (!decrypt) cipher.final();
}

const path = randomBytes(60);
const context = randomBytes(250);
const opened = { authTagLength: 16 };

function sealOnce(bytes, aad) {
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(aad);
  const sealed = cipher.update(bytes);
  cipher.final();
  return { sealed, tag: cipher.getAuthTag(), aad };
}

function openOnce({ sealed, tag, aad }) {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, opened);
  decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  decipher.update(sealed);
  decipher.final();
}

/** Two wrapped keys, a key stream, a cipher with path and tag for each attribute, a hash. Prepared by what it returns, for both directions. */
function bareCalls(bytes, attributes) {
  const part = bytes.subarray(0, bytes.length / attributes);
  const counter = randomBytes(16);
  const zeros = new Uint8Array(48 * attributes);
  const sealedKey = sealOnce(randomBytes(32), context);
  const sealedPart = sealOnce(part, path);
  const around = (each) => () => {
    for (let i = 0; i < 2; i++) each(sealedKey, key, context);
    createCipheriv('aes-256-ctr', key, counter).update(zeros);
    for (let i = 0; i < attributes; i++) each(sealedPart, part, path);
    hash('sha384', bytes, 'buffer');
  };
  return {
    encrypt: around((_, plain, aad) => sealOnce(plain, aad)),
    decrypt: around((sealed) => openOnce(sealed)),
  };
}

/** CPU microseconds of the process per call, garbage collection included: what other processes do does not show. */
async function costOf(run, budgetMs) {
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  let calls = 0;
  while (calls < 3 || Number(process.hrtime.bigint() - start) < budgetMs * 1e6) {
    await run();
    calls++;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const row = (...columns) =>
  console.log(columns.map((text, i) => (i === 0 ? text.padEnd(14) : text.padStart(10))).join(''));

console.log(
  `node ${process.version}, suite 0x6700, raw AES keyring, CPU µs per item, median of ${ROUNDS} interleaved rounds`,
);
row('item', 'encrypt', 'bare', 'limit', 'ratio', 'decrypt', 'bare', 'limit', 'ratio');
for (const [title, bytes, item, actions] of cells) {
  // Titles as arguments measure those alone.
  if (wanted.length > 0 && !wanted.includes(title)) continue;
  const encryptor = encryptorFor(actions);
  const { encryptedItem } = await encryptor.encryptItem(item);
  const data = randomBytes(bytes);
  const attributes = actions === manyActions ? 100 : 1;
  const bare = bareCalls(data, attributes);
  const contenders = {
    encrypt: () => encryptor.encryptItem(item),
    decrypt: () => encryptor.decryptItem(encryptedItem),
    limitEncrypt: () => limit(data, false, attributes),
    limitDecrypt: () => limit(data, true, attributes),
    bareEncrypt: bare.encrypt,
    bareDecrypt: bare.decrypt,
  };
  const costs = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (const run of Object.values(contenders)) await costOf(run, MS_WARM_UP / 4);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(contenders))
      costs[name].push(await costOf(run, MS_PER_CELL / ROUNDS));
  }
  const [encrypt, decrypt, limitEncrypt, limitDecrypt, bareEncrypt, bareDecrypt] =
    Object.values(costs).map(median);
  row(
    title,
    encrypt.toFixed(1),
    bareEncrypt.toFixed(1),
    limitEncrypt.toFixed(1),
    (limitEncrypt / encrypt).toFixed(2),
    decrypt.toFixed(1),
    bareDecrypt.toFixed(1),
    limitDecrypt.toFixed(1),
    (limitDecrypt / decrypt).toFixed(2),
  );
}
