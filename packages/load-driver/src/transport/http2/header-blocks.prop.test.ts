import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HpackDecoder } from '../hpack/decoder.js';
import { pushInteger } from '../hpack/integer.js';
import { HeaderBlocks } from './header-blocks.js';
import { HeaderFacts } from './header-facts.js';

const OK200 = 8;
const CONTENT_LENGTH = 28;
const NEWEST = 62;

/** Fields that make a difference to what a block says: literals, some of which enter the table, and references into it. */
const length = fc.constantFrom('1', '22', '333', 'x');
const anyField = fc.oneof(
  fc.constant(indexed(OK200)),
  fc.integer({ min: NEWEST, max: NEWEST + 2 }).map(indexed),
  fc
    .tuple(fc.boolean(), length)
    .map(([entersTable, value]) => literal(CONTENT_LENGTH, '', value, entersTable)),
  fc
    .tuple(fc.boolean(), fc.constantFrom('0', '5', '13'))
    .map(([entersTable, value]) => literal(0, 'grpc-status', value, entersTable)),
);
const tableSize = fc.constantFrom([0x20, 0x3f, 0xe1, 0x0f], [0x3f, 0xe1, 0x0f]);
const anyBlock = fc
  .tuple(fc.option(tableSize, { freq: 5 }), fc.array(anyField, { minLength: 1, maxLength: 2 }))
  .map(([size, fields]) => Uint8Array.from([...(size ?? []), ...fields.flat()]));
/** Fills the table, so that few references lead nowhere. */
const opening = Uint8Array.from(
  ['1', '22', '333'].flatMap((value) => literal(CONTENT_LENGTH, '', value, true)),
);

function indexed(index: number): number[] {
  const out: number[] = [];
  pushInteger(out, index, 7, 0x80);
  return out;
}

function literal(index: number, name: string, value: string, entersTable: boolean): number[] {
  const out: number[] = [];
  pushInteger(out, index, entersTable ? 6 : 4, entersTable ? 0x40 : 0);
  if (index === 0) out.push(name.length, ...Buffer.from(name));
  out.push(value.length, ...Buffer.from(value));
  return out;
}

const said = (facts: HeaderFacts) => ({
  status: facts.status,
  contentLength: facts.contentLength,
  isGrpc: facts.isGrpc,
  grpcStatus: facts.grpcStatus,
  grpcMessage: facts.grpcMessage,
  malformed: facts.malformed,
});

it('a block means the same recognised as decoded, whatever came before it on the connection', () => {
  // Few different blocks, many of them: so that most have been seen, some of them under another table.
  const sequence = fc
    .tuple(fc.array(anyBlock, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(5), { maxLength: 60 }))
    .map(([blocks, order]) => order.map((i) => blocks[i % blocks.length]!));
  fc.assert(
    fc.property(sequence, (blocks) => {
      const recognising = new HeaderBlocks();
      const decoder = new HpackDecoder(65_536);
      for (const block of [opening, ...blocks]) {
        const plain = new HeaderFacts();
        const well = decoder.decode(block, 0, block.length, plain);
        const facts = recognising.read(block, 0, block.length);
        if (!well) {
          expect(facts).toBeUndefined();
          expect(recognising.failure).toBe(decoder.failure);
          return;
        }
        expect(said(facts!)).toEqual(said(plain));
      }
    }),
    { numRuns: 1000 },
  );
});
