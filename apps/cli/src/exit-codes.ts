/** Every way the command ends. Scripts and CI rely on these numbers. */
export const EXIT = {
  fine: 0,
  gateFailed: 1,
  usage: 2,
  unreachable: 3,
  invalid: 4,
  internal: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What help and the documentation say about each. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  [EXIT.fine]: 'fine',
  [EXIT.gateFailed]: 'an SLO or a gate failed, or could not be shown to be met',
  [EXIT.usage]: 'bad usage or config, or a file that cannot be read or written',
  [EXIT.unreachable]: 'the target cannot be reached, or is gone',
  [EXIT.invalid]: 'the result is invalid: it must not be relied on',
  [EXIT.internal]: 'internal error',
  [EXIT.interrupted]: 'interrupted: what was measured is kept, and the message says how to go on',
};

const BY_ERROR_CODE: Readonly<Record<string, ExitCode>> = {
  ERR_USAGE: EXIT.usage,
  ERR_CONFIG: EXIT.usage,
  ERR_REMOTE_TARGET: EXIT.usage,
  ERR_RESUME_CONFLICT: EXIT.usage,
  ERR_NOT_A_RUN: EXIT.usage,
  ERR_RUN_AMBIGUOUS: EXIT.usage,
  ERR_NO_HISTORY: EXIT.usage,
  ERR_NOT_A_CHANGE: EXIT.usage,
  ERR_NO_BASELINE: EXIT.usage,
  ERR_BASELINE_SUITE: EXIT.usage,
  ERR_RUN_ID: EXIT.usage,
  ERR_RUN_EXISTS: EXIT.usage,
  ERR_RUN_IN_USE: EXIT.usage,
  ERR_RECORD_LOG_EXISTS: EXIT.usage,
  ERR_NOT_A_COMPARISON: EXIT.usage,
  ERR_FOREIGN_FORMAT: EXIT.usage,
  ERR_MIXED_TOOLS: EXIT.usage,
  ERR_COMMAND_WORDS: EXIT.usage,
  ERR_RESULT_NOT_JSON: EXIT.usage,
  ERR_RESULT_FORMAT: EXIT.usage,
  ERR_RESULT_VERSION: EXIT.usage,
  ERR_RESULT_NEWER: EXIT.usage,
  ERR_HISTOGRAM_DECODE: EXIT.usage,
  ERR_FILE: EXIT.usage,
  ERR_FILE_EXISTS: EXIT.usage,
  ERR_IS_A_FOLDER: EXIT.usage,
  ERR_NO_SUCH_FILE: EXIT.usage,
  ERR_NOT_READABLE: EXIT.usage,
  ERR_NOT_WRITABLE: EXIT.usage,
  ERR_DISK_FULL: EXIT.usage,
  ERR_TOO_MANY_FILES: EXIT.usage,
  ERR_PORT_IN_USE: EXIT.usage,
  ERR_LISTEN_FAILED: EXIT.usage,
  ERR_NOT_LOOPBACK: EXIT.usage,
  ERR_TARGET_FLAG: EXIT.usage,
  ERR_TEMPLATE: EXIT.usage,
  ERR_GRPC_METHOD: EXIT.usage,
  ERR_NETWORK_PROFILE: EXIT.usage,
  ERR_S3_SERVER_CONFIG: EXIT.usage,
  ERR_S3_STORE_FOLDER: EXIT.usage,
  ERR_S3_STORAGE: EXIT.usage,
  ERR_S3_FAULT_CONFIG: EXIT.usage,
  ERR_REFLECTION: EXIT.usage,
  ERR_HARNESS_FILE: EXIT.usage,
  ERR_NOTHING_TO_MEASURE: EXIT.usage,
  ERR_NOT_ENOUGH_MEMORY: EXIT.usage,
  ERR_TABLE_KEY_SCHEMA: EXIT.usage,
  ERR_SLO_SYNTAX: EXIT.usage,
  ERR_FUNCTIONS: EXIT.usage,
  ERR_BUCKET_MISSING: EXIT.usage,
  ERR_BUCKET_DENIED: EXIT.usage,
  ERR_CREDENTIALS: EXIT.usage,
  ERR_RESULTS_CSV: EXIT.usage,
  ERR_LAMBDA_SETTINGS: EXIT.usage,
  ERR_LAMBDA_EVENT: EXIT.usage,
  ERR_LAMBDA_INVOKE: EXIT.unreachable,
  ERR_LOCAL_LAMBDA: EXIT.usage,
  ERR_ENCRYPTOR_CONFIG: EXIT.usage,
  ERR_KEYRING_CONFIG: EXIT.usage,
  ERR_OPTIONAL_PEER: EXIT.usage,
  ERR_ITEM_KEY_MISSING: EXIT.usage,
  ERR_CONTEXT_ATTRIBUTE_MISSING: EXIT.usage,
  ERR_ATTRIBUTE_ACTION_MISSING: EXIT.usage,
  ERR_ATTRIBUTE_RESERVED: EXIT.usage,
  ERR_ITEM_TOO_LARGE: EXIT.usage,
  ERR_NOTHING_SIGNED: EXIT.usage,
  ERR_VALUE_TYPE: EXIT.usage,
  ERR_VALUE_NUMBER: EXIT.usage,
  ERR_VALUE_STRING: EXIT.usage,
  ERR_VALUE_DEPTH: EXIT.usage,
  ERR_VALUE_DUPLICATE: EXIT.usage,
  ERR_REQUEST_UNSAFE: EXIT.usage,
  ERR_DATA_KEY: EXIT.usage,
  ERR_DATA_KEY_COUNT: EXIT.usage,
  ERR_QUERY_VALUE: EXIT.usage,
  ERR_QUERY_FAILED: EXIT.unreachable,
  ERR_QUERY_DEADLINE: EXIT.unreachable,
  ERR_LOG_GROUP_MISSING: EXIT.unreachable,
  ERR_KEYRING: EXIT.unreachable,
  ERR_OTLP_PUSH: EXIT.unreachable,
  ERR_EMPTY_PART: EXIT.usage,
  ERR_REDIS_URL: EXIT.usage,
  ERR_REDIS_AUTH: EXIT.usage,
  ERR_REDIS_UNREACHABLE: EXIT.unreachable,
  ERR_FLEET_SECRET: EXIT.usage,
  ERR_FLEET_OPTIONS: EXIT.usage,
  ERR_FLEET_TARGET: EXIT.usage,
  ERR_FLEET_VERSION: EXIT.usage,
  ERR_FLEET_REFUSED: EXIT.usage,
  ERR_FLEET_NOT_SLICED: EXIT.usage,
  ERR_FLEET_AGENTS: EXIT.unreachable,
  ERR_FLEET_TRIAL: EXIT.unreachable,
  ERR_TARGET_UNREACHABLE: EXIT.unreachable,
  ERR_TARGET_START: EXIT.unreachable,
  ERR_PROBE: EXIT.unreachable,
};

/** The exit code of an error, by its stable `code`: classes may be loaded twice, codes may not. */
export function exitCodeOf(error: unknown): ExitCode {
  const code = errorCode(error);
  return (code === undefined ? undefined : BY_ERROR_CODE[code]) ?? EXIT.internal;
}

/** The error's stable code, if it has one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The exit code of several runs together: the one that most needs looking at. */
export function worstExit(codes: readonly ExitCode[]): ExitCode {
  const order: readonly ExitCode[] = [
    EXIT.interrupted,
    EXIT.internal,
    EXIT.usage,
    EXIT.unreachable,
    EXIT.invalid,
    EXIT.gateFailed,
  ];
  return order.find((code) => codes.includes(code)) ?? EXIT.fine;
}
