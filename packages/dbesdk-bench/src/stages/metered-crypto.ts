import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { StageMeter } from './stage-meter.js';
import type { Stage } from './stage-names.js';

type MeasuredStage = Exclude<Stage, 'serialise'>;
type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
type Functions = Record<string, AnyFunction>;

/** On a cipher, hash or HMAC: the stage that its further calls belong to. */
const STAGE = Symbol('stage');

const SIGNING = [
  'generateKeyPair',
  'generateKeyPairSync',
  'createPublicKey',
  'createPrivateKey',
  'createECDH',
  'sign',
  'verify',
] as const;
const RANDOM = ['randomBytes', 'randomFill', 'randomFillSync'] as const;
const METHODS: Readonly<Record<string, readonly string[]>> = {
  Cipheriv: ['update', 'final', 'setAAD', 'getAuthTag'],
  Decipheriv: ['update', 'final', 'setAAD', 'setAuthTag'],
  Hash: ['update', 'digest'],
  Hmac: ['update', 'digest'],
};

export interface MeteredCrypto {
  /** To be called when a keyring has answered: the next GCM seals or opens the data key, which is the keyring's work still. */
  keyringAnswered(): void;
}

/**
 * Puts a stopwatch around this process's node:crypto. What a call is for follows from the algorithm: the format uses each for
 * one purpose (HMAC-SHA-512 and AES-CTR derive keys, HMAC-SHA-384 makes tags, SHA-384 hashes, GCM encrypts).
 * For a process of its own: nothing is put back.
 */
export function meterCrypto(meter: StageMeter): MeteredCrypto {
  const crypto = createRequire(import.meta.url)('node:crypto') as Functions;
  let dataKeyIsNext = false;
  const cipherStage = (algorithm: string): MeasuredStage => {
    if (!algorithm.endsWith('-gcm')) return 'keyDerivation';
    if (!dataKeyIsNext) return 'encrypt';
    dataKeyIsNext = false;
    return 'keyring';
  };
  const make = (name: string, stageOf: (algorithm: string, input: unknown) => MeasuredStage): void =>
    replace(crypto, name, (original) => (...args) => {
      const stage = stageOf(String(args[0]).toLowerCase(), args[1]);
      const made = meter.time(stage, () => original(...args));
      return typeof made === 'object' && made !== null ? Object.assign(made, { [STAGE]: stage }) : made;
    });
  make('createCipheriv', cipherStage);
  make('createDecipheriv', cipherStage);
  make('createHash', () => 'hash');
  make('hash', oneShotStage);
  make('createHmac', (algorithm) => (algorithm === 'sha384' ? 'sign' : 'keyDerivation'));
  make('hkdfSync', () => 'keyDerivation');
  for (const name of SIGNING) make(name, () => 'sign');
  for (const name of RANDOM) make(name, () => 'keyDerivation');
  for (const [className, methods] of Object.entries(METHODS)) {
    const prototype = crypto[className]?.prototype as Functions | undefined;
    for (const method of methods) if (prototype !== undefined) meterMethod(prototype, method, meter);
  }
  syncBuiltinESMExports();
  return {
    keyringAnswered: () => {
      dataKeyIsNext = true;
    },
  };
}

/** An HMAC may be made of two one-shot hashes, each over a block and, for the tag of an item, the 48 bytes of a hash. */
const TAG_INPUT_BYTES = 128 + 48;

function oneShotStage(algorithm: string, input: unknown): MeasuredStage {
  if (algorithm !== 'sha384') return 'keyDerivation';
  return input instanceof Uint8Array && input.length === TAG_INPUT_BYTES ? 'sign' : 'hash';
}

function meterMethod(prototype: Functions, name: string, meter: StageMeter): void {
  replace(
    prototype,
    name,
    (original) =>
      function (this: unknown, ...args) {
        const stage = (this as { [STAGE]?: MeasuredStage })[STAGE];
        return stage === undefined
          ? original.apply(this, args)
          : meter.time(stage, () => original.apply(this, args));
      },
  );
}

function replace(holder: Functions, name: string, by: (original: AnyFunction) => AnyFunction): void {
  const original = holder[name];
  if (original !== undefined) holder[name] = by(original);
}
