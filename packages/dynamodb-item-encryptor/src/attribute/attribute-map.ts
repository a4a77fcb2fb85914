import type { AttributeMap, AttributeValue } from './attribute-value.js';

/**
 * Sets an attribute whatever its name is. Plain assignment to `__proto__` would replace the prototype instead of adding an
 * attribute, and the attribute would be lost without a word.
 */
export function setAttribute(map: AttributeMap, name: string, value: AttributeValue): void {
  if (name === '__proto__') {
    Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    map[name] = value;
  }
}

/** The item's own attribute of this name: never one that the prototype lends (`constructor`). */
export function ownAttribute(map: AttributeMap, name: string): AttributeValue | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}
