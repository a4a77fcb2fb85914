/** Where calls go. */
export interface GrpcEndpoint {
  readonly secure: boolean;
  /** `host:port` or `[ipv6]:port`. */
  readonly address: string;
}

const ADDRESS = /^(?<scheme>grpcs?:\/\/)?(?<host>\[[0-9a-f:.]+\]|[^:/\s[\]@]+):(?<port>\d{1,5})$/i;

/** Reads `host:port` or `grpc://host:port` (plaintext), or `grpcs://host:port` (TLS); null for anything else. */
export function parseGrpcEndpoint(text: string): GrpcEndpoint | null {
  const { scheme = '', host = '', port = '' } = ADDRESS.exec(text.trim())?.groups ?? {};
  const number = Number(port);
  if (host === '' || number < 1 || number > 65_535) return null;
  return { secure: scheme.toLowerCase() === 'grpcs://', address: `${host}:${number}` };
}

/** A method by its service. */
export interface GrpcMethodName {
  /** `package.Service` */
  readonly service: string;
  readonly method: string;
}

/** Reads `package.Service/Method` or `package.Service.Method`; null for anything else. */
export function parseMethodName(text: string): GrpcMethodName | null {
  const [, service = '', method = ''] = /^\/?([\w.]+)[/.](\w+)$/.exec(text.trim()) ?? [];
  return service === '' || service.endsWith('.') ? null : { service, method };
}
