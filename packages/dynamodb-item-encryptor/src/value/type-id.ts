/** How the canonical form names the type of a value. */
export const TYPE_ID = {
  NULL: 0x0000,
  S: 0x0001,
  N: 0x0002,
  BOOL: 0x0004,
  SS: 0x0101,
  NS: 0x0102,
  BS: 0x01ff,
  M: 0x0200,
  L: 0x0300,
  B: 0xffff,
} as const;

export type TypeName = keyof typeof TYPE_ID;

/** The ids by number, for a look-up without strings. */
export const knownTypeIds: ReadonlySet<number> = new Set(Object.values(TYPE_ID));

/** Nesting counts from 1 at the attribute itself; other implementations refuse more than this, in both directions. */
export const maxDepth = 32;

/** The longest name of a map entry, in bytes. */
export const maxMapKeyBytes = 65_535;
