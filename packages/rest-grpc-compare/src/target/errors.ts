import { PROTOCOL_LABELS, type ProtocolId } from '../protocols.js';

/** What kept the users servers from starting. */
export type UsersServerErrorCode =
  | 'ERR_PORT_IN_USE'
  | 'ERR_LISTEN_FAILED'
  | 'ERR_NOT_LOOPBACK'
  | 'ERR_TARGET_FLAG';

/** A users server could not be started, for a reason that the caller can change; the message says how. */
export class UsersServerError extends Error {
  readonly code: UsersServerErrorCode;

  constructor(code: UsersServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsersServerError';
    this.code = code;
  }
}

/** What was to be listened on. */
export interface ListenAttempt {
  readonly kind: ProtocolId;
  readonly host: string;
  readonly port: number;
}

/** The option that gives a server its port, as `startUsersServers` has it. */
export const PORT_OPTIONS = {
  rest: 'restPort',
  grpc: 'grpcPort',
  graphql: 'graphqlPort',
  'rest-h2': 'restH2Port',
  'grpc-web': 'grpcWebPort',
} as const satisfies Readonly<Record<ProtocolId, string>>;

/** Turns whatever a server library said about a failed listen into one error that names address and flag. */
export function listenError({ kind, host, port }: ListenAttempt, cause: unknown): UsersServerError {
  const label = PROTOCOL_LABELS[kind];
  const reason = cause instanceof Error ? cause.message : String(cause);
  const remedy = `choose another with --${kind}-port (${PORT_OPTIONS[kind]} in code), 0 for any free one`;
  // grpc-js gives no error code, only the text of the system's error inside its own.
  if (reason.includes('EADDRINUSE')) {
    const message = `The ${label} server cannot listen on ${host}:${port}: the port is in use. Stop what listens there or ${remedy}.`;
    return new UsersServerError('ERR_PORT_IN_USE', message, { cause });
  }
  const message = `The ${label} server cannot listen on ${host}:${port}: ${reason}. If the port is the reason, ${remedy}.`;
  return new UsersServerError('ERR_LISTEN_FAILED', message, { cause });
}
