/** Codes by name, as google.rpc.Code has them. */
const CODES: ReadonlyMap<string, number> = new Map(
  [
    'OK',
    'CANCELLED',
    'UNKNOWN',
    'INVALID_ARGUMENT',
    'DEADLINE_EXCEEDED',
    'NOT_FOUND',
    'ALREADY_EXISTS',
    'PERMISSION_DENIED',
    'RESOURCE_EXHAUSTED',
    'FAILED_PRECONDITION',
    'ABORTED',
    'OUT_OF_RANGE',
    'UNIMPLEMENTED',
    'INTERNAL',
    'UNAVAILABLE',
    'DATA_LOSS',
    'UNAUTHENTICATED',
  ].map((name, code) => [name, code]),
);

/** gRPC statuses as a user writes them: names or codes, several with commas (`OK,NOT_FOUND`, `0,5`). Null when a part is neither. */
export function parseGrpcStatusSet(text: string): ReadonlySet<number> | null {
  const codes = text.split(',').map((part) => codeOf(part.trim()));
  return codes.some((code) => code === null) ? null : new Set(codes.filter((code) => code !== null));
}

function codeOf(part: string): number | null {
  if (/^\d{1,2}$/.test(part)) return Number(part) < CODES.size ? Number(part) : null;
  return CODES.get(part.toUpperCase()) ?? null;
}
