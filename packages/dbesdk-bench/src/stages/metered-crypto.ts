import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { MeasuredStage, PrimitiveStages } from './primitive-stages.js';
import type { StageMeter } from './stage-meter.js';

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

/** Puts a stopwatch around this process's node:crypto. For a process of its own: nothing is put back. */
export function meterCrypto(meter: StageMeter, stages: PrimitiveStages): void {
  const crypto = createRequire(import.meta.url)('node:crypto') as Functions;
  const make = (name: string, stageOf: (algorithm: string) => MeasuredStage): void =>
    replace(crypto, name, (original) => (...args) => {
      const stage = stageOf(String(args[0]).toLowerCase());
      const made = meter.time(stage, () => original(...args));
      return typeof made === 'object' && made !== null ? Object.assign(made, { [STAGE]: stage }) : made;
    });
  make('createCipheriv', (algorithm) => stages.ofCipher(algorithm));
  make('createDecipheriv', (algorithm) => stages.ofCipher(algorithm));
  make('createHash', (algorithm) => stages.ofHash(algorithm));
  make('hash', (algorithm) => stages.ofHash(algorithm));
  make('createHmac', () => stages.ofHmac());
  make('hkdfSync', () => 'keyDerivation');
  for (const name of SIGNING) make(name, () => 'sign');
  for (const name of RANDOM) make(name, () => 'keyDerivation');
  for (const [className, methods] of Object.entries(METHODS)) {
    const prototype = crypto[className]?.prototype as Functions | undefined;
    for (const method of methods) if (prototype !== undefined) meterMethod(prototype, method, meter);
  }
  syncBuiltinESMExports();
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
