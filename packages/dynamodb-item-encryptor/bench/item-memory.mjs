// The most memory that encrypting or decrypting one item takes beyond the item itself, in a fresh process for each.
// Run: pnpm exec turbo run build --filter=@benchwright/dynamodb-item-encryptor && node packages/dynamodb-item-encryptor/bench/item-memory.mjs
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createItemEncryptor, createRawAesKeyring } from '../dist/index.js';

const [mode, sizeText, shape] = process.argv.slice(2);
if (mode === undefined) await measureAll();
else await measureOne(mode, Number(sizeText), shape);

async function measureAll() {
  console.log(
    `node ${process.version}, suite 0x6700; peak resident memory beyond the input, ÷ size of the item`,
  );
  console.log('bytes'.padEnd(14), 'shape'.padEnd(10), 'encrypt'.padStart(9), 'decrypt'.padStart(9));
  for (const bytes of [1_048_576, 10_485_760, 104_857_600]) {
    for (const itemShape of ['M{B}', 'S']) {
      const [encrypt, decrypt] = ['encrypt', 'decrypt'].map((operation) => {
        const args = ['--expose-gc', fileURLToPath(import.meta.url), operation, String(bytes), itemShape];
        return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
      });
      console.log(
        String(bytes).padEnd(14),
        itemShape.padEnd(10),
        encrypt.toFixed(2).padStart(9),
        decrypt.toFixed(2).padStart(9),
      );
    }
  }
}

async function measureOne(operation, bytes, itemShape) {
  const encryptor = createItemEncryptor({
    logicalTableName: 't',
    partitionKeyName: 'pk',
    attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', data: 'ENCRYPT_AND_SIGN' },
    algorithmSuiteId: 0x6700,
    keyring: createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: new Uint8Array(32) }),
  });
  const data =
    itemShape === 'S' ? { S: 'x'.repeat(bytes) } : { M: { data: { B: new Uint8Array(bytes).fill(1) } } };
  // Everything once with a small item, so that what the process needs anyway is there.
  const small = await encryptor.encryptItem({ pk: { S: 'a' }, data: { S: 'b' } });
  await encryptor.decryptItem(small.encryptedItem);
  // A repeated string is a tree until it is looked at.
  if (data.S?.charCodeAt(bytes - 1) === 0) return;
  let input = { pk: { S: 'a' }, data };
  if (operation === 'decrypt') input = (await encryptor.encryptItem(input)).encryptedItem;
  globalThis.gc();
  globalThis.gc();
  resetPeak();
  const before = peakBytes();
  const output =
    operation === 'encrypt' ? await encryptor.encryptItem(input) : await encryptor.decryptItem(input);
  process.stdout.write(String(output && (peakBytes() - before) / bytes));
}

/** Linux keeps the peak of resident memory, and forgets it when asked. */
function resetPeak() {
  writeFileSync('/proc/self/clear_refs', '5');
}

function peakBytes() {
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}
