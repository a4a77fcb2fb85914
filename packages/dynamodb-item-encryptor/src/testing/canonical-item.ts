import type { AttributeMap } from '../attribute/attribute-value.js';
import { CanonicalWriter } from '../value/canonical-writer.js';
import { encodeValue } from '../value/encode.js';

/** Every attribute in its canonical form, as text: two items are the same to the format if and only if these are equal. */
export function canonicalItem(item: AttributeMap): Record<string, string> {
  return Object.fromEntries(
    Object.keys(item)
      .sort()
      .map((name) => {
        const writer = new CanonicalWriter();
        const mark = writer.mark();
        const typeId = encodeValue(item[name]!, writer);
        return [`${name} `, `${typeId.toString(16)}:${writer.toBuffer(writer.since(mark)).toString('hex')}`];
      }),
  );
}
