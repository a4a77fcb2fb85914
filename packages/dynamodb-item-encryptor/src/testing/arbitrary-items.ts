import fc from 'fast-check';
import type { AttributeMap, AttributeValue } from '../attribute/attribute-value.js';
import type { CryptoAction } from '../header/legend.js';
import { referenceNumber } from './reference-values.js';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const binary = fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes));

/** Numbers in every form that DynamoDB takes, well inside of its range. */
export const numberText = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.stringMatching(/^\d{1,18}$/),
    fc.option(fc.stringMatching(/^\d{0,18}$/), { nil: undefined }),
    fc.option(fc.tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), fc.nat(80)), {
      nil: undefined,
    }),
  )
  .map(([sign, whole, fraction, exponent]) =>
    [sign, whole, fraction === undefined ? '' : `.${fraction}`, exponent?.join('') ?? ''].join(''),
  );

const set = <T>(member: fc.Arbitrary<T>, key: (value: T) => string) =>
  fc.uniqueArray(member, { maxLength: 5, selector: key });

const mapKey = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', '1', '10', '2', 'toString'),
);

/** Any attribute value. */
export const attributeValue: fc.Arbitrary<AttributeValue> = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text.map((S) => ({ S })),
    numberText.map((N) => ({ N })),
    binary.map((B) => ({ B })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true }),
    set(text, (s) => s).map((SS) => ({ SS })),
    set(numberText, referenceNumber).map((NS) => ({ NS })),
    set(binary, (b) => Buffer.from(b).toString('hex')).map((BS) => ({ BS })),
    fc.array(tie('value'), { maxLength: 4 }).map((L) => ({ L })),
    fc.array(fc.tuple(mapKey, tie('value')), { maxLength: 4 }).map((entries) => ({ M: toMap(entries) })),
  ),
})).value;

function toMap(entries: readonly (readonly [string, AttributeValue])[]): AttributeMap {
  const map: AttributeMap = {};
  for (const [key, value] of entries) {
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return map;
}

/** An item with a key `pk`, other attributes, and what is to be done with each. */
export interface ItemCase {
  readonly item: AttributeMap;
  readonly actions: ReadonlyMap<string, CryptoAction>;
  readonly unsigned: readonly string[];
}

const attributeName = mapKey.filter((name) => name !== 'pk' && !/^(aws_dbe_|aws-crypto-|\*amzn)/.test(name));

const attributeAction = fc.constantFrom<CryptoAction>(
  'ENCRYPT_AND_SIGN',
  'ENCRYPT_AND_SIGN',
  'SIGN_ONLY',
  'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT',
  'DO_NOTHING',
);

/** Any item, with any actions that go together. */
export const itemCase: fc.Arbitrary<ItemCase> = fc
  .tuple(
    fc.oneof(
      text.map((S) => ({ S })),
      numberText.map((N) => ({ N })),
      binary.map((B) => ({ B })),
    ),
    fc.uniqueArray(fc.tuple(attributeName, attributeValue, attributeAction), {
      maxLength: 8,
      selector: ([name]) => name,
    }),
  )
  .map(([key, attributes]) => {
    const isVersion2 = attributes.some(([, , action]) => action === 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT');
    return {
      item: toMap([['pk', key], ...attributes.map(([name, value]) => [name, value] as const)]),
      actions: new Map<string, CryptoAction>([
        ['pk', isVersion2 ? 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT' : 'SIGN_ONLY'],
        ...attributes.map(([name, , action]) => [name, action] as const),
      ]),
      unsigned: attributes.filter(([, , action]) => action === 'DO_NOTHING').map(([name]) => name),
    };
  });
