// Our AES-256-GCM for short texts beside OpenSSL's through node:crypto: CPU time of sealing and opening by length, interleaved rounds, and the length
// from which OpenSSL is faster, which is what `shortUpTo` in src/keys/aes-gcm.ts rests on.
// Then whether its time tells anything of keys and texts: calls with one fixed input and with ever new ones, in random order, compared by Welch's t
// (O. Reparaz, J. Balasch, I. Verbauwhede, "Dude, is my code constant time?", DATE 2017; above 10 it does). Needs no build:
// node packages/dynamodb-item-encryptor/bench/short-gcm.mjs
import { createCipheriv, createDecipheriv, randomBytes, randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROUNDS = 7;
const CALLS = 20_000;
const LENGTHS = [16, 32, 100, 256, 400, 512, 640, 1024];
const AAD = randomBytes(50);
const MEASUREMENTS = Number(process.env.MEASUREMENTS ?? 400_000);

const entry = fileURLToPath(new URL('../src/keys/aes256/short-gcm.ts', import.meta.url));
const { outputFiles } = await build({
  entryPoints: [entry],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { shortGcm } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
const gcm = shortGcm();
const key = randomBytes(32);
const iv = randomBytes(12);

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

function sealByOpenSsl(text, into) {
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(AAD);
  into.set(cipher.update(text));
  cipher.final();
  into.set(cipher.getAuthTag(), text.length);
}

function openByOpenSsl(sealed, into) {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
  decipher.setAAD(AAD);
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  into.set(decipher.update(sealed.subarray(0, sealed.length - 16)));
  decipher.final();
}

function seal(text, into) {
  gcm.setKey(key, 0, iv, 0);
  gcm.seal(AAD, text, into, 0);
  gcm.wipe();
}

function open(sealed, into) {
  gcm.setKey(key, 0, iv, 0);
  gcm.open(AAD, sealed, into);
  gcm.wipe();
}

function microsecondsOf(call) {
  const before = process.cpuUsage();
  for (let i = 0; i < CALLS; i++) call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}

console.log(
  `node ${process.version}, ${AAD.length} bytes of additional data, CPU µs per call, median of ${ROUNDS}`,
);
console.log('bytes      seal   OpenSSL   times      open   OpenSSL   times');
for (const length of LENGTHS) {
  const text = randomBytes(length);
  const sealed = new Uint8Array(length + 16);
  const opened = new Uint8Array(length);
  seal(text, sealed);
  const contenders = [
    () => seal(text, sealed),
    () => sealByOpenSsl(text, sealed),
    () => open(sealed, opened),
    () => openByOpenSsl(sealed, opened),
  ];
  for (const call of contenders) microsecondsOf(call);
  const rounds = Array.from({ length: ROUNDS }, () => contenders.map(microsecondsOf));
  const [ours, theirs, oursOpen, theirsOpen] = contenders.map((_, i) =>
    median(rounds.map((round) => round[i])),
  );
  const columns = [ours, theirs, theirs / ours, oursOpen, theirsOpen, theirsOpen / oursOpen];
  console.log(
    String(length).padEnd(6) +
      columns.map((x, i) => x.toFixed(2).padStart(i % 3 === 0 ? 9 : i % 3 === 1 ? 10 : 8)).join(''),
  );
}

/** Welch's t of two series without their slowest tenth, which are interruptions. */
function welchT(series) {
  const limit = series.flat().sort((a, b) => a - b)[Math.floor(series.flat().length * 0.9)];
  const [first, second] = series.map((values) => {
    const kept = values.filter((ns) => ns <= limit);
    const mean = kept.reduce((sum, ns) => sum + ns, 0) / kept.length;
    const variance = kept.reduce((sum, ns) => sum + (ns - mean) ** 2, 0) / (kept.length - 1);
    return { mean, error: variance / kept.length };
  });
  return { t: (first.mean - second.mean) / Math.sqrt(first.error + second.error), first, second };
}

function leakOf(secret) {
  const current = { key: Buffer.from(key), text: randomBytes(100) };
  const into = new Uint8Array(116);
  const series = [[], []];
  for (let i = 0; i < MEASUREMENTS; i++) {
    const isRandom = randomInt(2);
    // Both are filled in the same way, so that neither branches nor caches know a difference.
    const fresh = randomBytes(current[secret].length);
    for (let at = 0; at < fresh.length; at++) current[secret][at] = fresh[at] & -isRandom;
    const start = process.hrtime.bigint();
    gcm.setKey(current.key, 0, iv, 0);
    gcm.seal(AAD, current.text, into, 0);
    const ns = Number(process.hrtime.bigint() - start);
    gcm.wipe();
    if (i > MEASUREMENTS / 10) series[isRandom].push(ns);
  }
  return welchT(series);
}

console.log(`\nsealing 100 bytes, ${MEASUREMENTS} calls: all zeros against random ones`);
for (const secret of ['key', 'text']) {
  const { t, first, second } = leakOf(secret);
  console.log(
    `${secret.padEnd(5)} ${first.mean.toFixed(1)} ns against ${second.mean.toFixed(1)} ns, t = ${t.toFixed(1)}${Math.abs(t) > 10 ? ': it leaks' : ''}`,
  );
}
