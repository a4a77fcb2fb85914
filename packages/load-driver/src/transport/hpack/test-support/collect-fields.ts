import type { FieldSink, HpackDecoder } from '../decoder.js';

export type Field = [name: string, value: string];

/** Keeps what a decoder hands over, as text. */
export class CollectedFields implements FieldSink {
  readonly fields: Field[] = [];

  field(
    name: Uint8Array,
    nameFrom: number,
    nameTo: number,
    value: Uint8Array,
    valueFrom: number,
    valueTo: number,
  ): void {
    this.fields.push([textOf(name, nameFrom, nameTo), textOf(value, valueFrom, valueTo)]);
  }
}

/** The fields of one block; throws what is wrong with it. */
export function decodeFields(decoder: HpackDecoder, block: Uint8Array): Field[] {
  const sink = new CollectedFields();
  if (!decoder.decode(block, 0, block.length, sink)) throw new Error(decoder.failure);
  return sink.fields;
}

/** The dynamic table, newest entry first. */
export function tableOf({ table }: HpackDecoder): Field[] {
  return Array.from({ length: table.count }, (_, age) => {
    const place = table.placeOf(age);
    return [
      textOf(table.bytes, table.nameStart(place), table.nameEnd(place)),
      textOf(table.bytes, table.nameEnd(place), table.valueEnd(place)),
    ];
  });
}

/** `82 86 41` and the like as bytes. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to)).toString('latin1');
}
