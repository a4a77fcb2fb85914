import type { AttributeValue } from '../attribute/attribute-value.js';
import { encodeValue } from '../value/encode.js';
import { normalizeNumber } from '../value/number.js';
import { kindOf } from '../value/value-kind.js';
import { giveBackWriter, takeWriter } from '../value/writer-pool.js';
import type { ContextEntry } from './encryption-context.js';

export const publicKeyEntry = 'aws-crypto-public-key';

const attributePrefix = 'aws-crypto-attr.';

/** An attribute whose value goes into the encryption context. */
export interface ContextAttribute {
  readonly name: string;
  readonly value: AttributeValue;
}

/** The parts of a configuration that every encryption context names. */
export interface TableNames {
  readonly logicalTableName: string;
  readonly partitionKeyName: string;
  readonly sortKeyName: string | undefined;
}

/**
 * The entries that are rebuilt from the item rather than stored, sorted by UTF-8 bytes, for `attributes` in that order of their names.
 * Version 1 gives them all as base64 of type and value; version 2 as text where there is one, with a legend of how to read them.
 */
export function contextEntries(
  version: 1 | 2,
  { logicalTableName, partitionKeyName, sortKeyName }: TableNames,
  attributes: readonly ContextAttribute[],
  publicKey: string | undefined,
): ContextEntry[] {
  const entries: ContextEntry[] = [];
  let legend = '';
  for (const { name, value } of attributes) {
    const [letter, text] = version === 1 ? ['B', encodedText(value)] : readableText(value);
    entries.push([attributePrefix + name, text]);
    legend += letter;
  }
  // attr. < legend < partition- < public- < sort- < table-
  if (version === 2) entries.push(['aws-crypto-legend', legend]);
  entries.push(['aws-crypto-partition-name', partitionKeyName]);
  if (publicKey !== undefined) entries.push([publicKeyEntry, publicKey]);
  if (sortKeyName !== undefined) entries.push(['aws-crypto-sort-name', sortKeyName]);
  entries.push(['aws-crypto-table-name', logicalTableName]);
  return entries;
}

function readableText(value: AttributeValue): [letter: 'S' | 'N' | 'L' | 'B', text: string] {
  const kind = kindOf(value);
  // Encoded in any case: it checks the value as the footer will.
  const encoded = encodedText(value);
  if (kind === 'S') return ['S', value.S as string];
  if (kind === 'N') return ['N', normalizeNumber(value.N as string)];
  if (kind === 'NULL') return ['L', 'null'];
  if (kind === 'BOOL') return ['L', String(value.BOOL)];
  return ['B', encoded];
}

function encodedText(value: AttributeValue): string {
  const writer = takeWriter();
  try {
    const mark = writer.mark();
    writer.u16(0);
    writer.patchType(0, encodeValue(value, writer));
    return writer.toBuffer(writer.since(mark)).toString('base64');
  } finally {
    giveBackWriter(writer);
  }
}
