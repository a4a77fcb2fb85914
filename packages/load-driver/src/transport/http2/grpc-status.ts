import { OK, type OutcomeTable } from '../outcome-table.js';

/** Names by code, as google.rpc.Code has them. */
const NAMES = [
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
] as const;
const UNKNOWN = NAMES.indexOf('UNKNOWN');

/** What an HTTP status means when there is no grpc-status: grpc/doc/http-grpc-status-mapping.md. */
const BY_HTTP_STATUS: Readonly<Record<number, (typeof NAMES)[number]>> = {
  400: 'INTERNAL',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'UNIMPLEMENTED',
  429: 'UNAVAILABLE',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'UNAVAILABLE',
};

/** The name of a gRPC status code; a code without a name is UNKNOWN, as the specification has it. */
export function grpcStatusName(code: number): string {
  return NAMES[code] ?? 'UNKNOWN';
}

/** The code of a gRPC status by its name in capitals, or null. */
export function grpcStatusCode(name: string): number | null {
  const code = (NAMES as readonly string[]).indexOf(name);
  return code < 0 ? null : code;
}

/** Outcomes of gRPC calls by status, made once. */
export class GrpcOutcomes {
  readonly #byStatus: Int32Array;
  readonly #outcomes: OutcomeTable;

  /** @param isSuccess which status codes count as success */
  constructor(outcomes: OutcomeTable, isSuccess: (status: number) => boolean) {
    this.#outcomes = outcomes;
    this.#byStatus = Int32Array.from(NAMES, (name, code) =>
      isSuccess(code) ? OK : outcomes.codeOf(`GRPC_${name}`),
    );
  }

  ofStatus(code: number): number {
    return this.#byStatus[code] ?? this.#byStatus[UNKNOWN]!;
  }

  /** For an answer without grpc-status. An HTTP status of 200 is not for this. */
  ofHttpStatus(status: number): number {
    return this.#outcomes.codeOf(`GRPC_${BY_HTTP_STATUS[status] ?? 'UNKNOWN'}`);
  }
}

/** Decodes grpc-message: percent-encoded UTF-8, in which what is not a proper escape stands for itself. */
export function decodeGrpcMessage(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const digits = text[i] === '%' ? /^[0-9a-fA-F]{2}/.exec(text.slice(i + 1, i + 3)) : null;
    bytes.push(digits === null ? text.charCodeAt(i) & 0xff : Number.parseInt(digits[0], 16));
    if (digits !== null) i += 2;
  }
  return Buffer.from(bytes).toString('utf8');
}
