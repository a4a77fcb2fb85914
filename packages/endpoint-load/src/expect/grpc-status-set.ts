import { grpcStatusCode } from '@benchwright/load-driver/http2';

/** The last of google.rpc.Code. */
const LAST_CODE = 16;

/** gRPC statuses as a user writes them: names or codes, several with commas (`OK,NOT_FOUND`, `0,5`). Null when a part is neither. */
export function parseGrpcStatusSet(text: string): ReadonlySet<number> | null {
  const codes = text.split(',').map((part) => codeOf(part.trim()));
  return codes.some((code) => code === null) ? null : new Set(codes.filter((code) => code !== null));
}

function codeOf(part: string): number | null {
  if (/^\d{1,2}$/.test(part)) return Number(part) <= LAST_CODE ? Number(part) : null;
  return grpcStatusCode(part.toUpperCase());
}
