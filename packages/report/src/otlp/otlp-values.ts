export interface OtlpAttribute {
  readonly key: string;
  readonly value:
    | { readonly stringValue: string }
    | { readonly doubleValue: number }
    | { readonly intValue: string }
    | { readonly boolValue: boolean };
}

/** Attributes as OTLP/JSON has them: 64-bit integers are text. Lone surrogates, which no UTF-8 can hold, are replaced. */
export function otlpAttributes(
  values: Readonly<Record<string, string | number | boolean | null>>,
): OtlpAttribute[] {
  return Object.entries(values).flatMap(([key, value]): OtlpAttribute[] => {
    if (value === null) return [];
    return [{ key: key.toWellFormed(), value: anyValue(value) }];
  });
}

function anyValue(value: string | number | boolean): OtlpAttribute['value'] {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'string') return { stringValue: value.toWellFormed() };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** Milliseconds since the epoch as OTLP's nanoseconds: too many for a double, so they are text. */
export function unixNano(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n);
}
