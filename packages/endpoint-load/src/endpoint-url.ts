/** Where requests go, and the path of a URL as it was typed. */
export interface EndpointUrl {
  readonly secure: boolean;
  /** A name, an IPv4 or an IPv6 address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** What the Host field says: without the port where it is the scheme's own. */
  readonly authority: string;
  /** `scheme://authority`, for messages and records. */
  readonly origin: string;
  /** Path and query as typed, fields included; never empty. */
  readonly path: string;
}

const PARTS = /^(https?):\/\/([^/?#]*)([^#]*)/i;

/** The parts of an http or https URL, or what is wrong with it. Fields (`{{…}}`) may stand behind the host. */
export function parseEndpointUrl(text: string): EndpointUrl | { readonly problem: string } {
  const [, scheme = '', authority = '', rest = ''] = PARTS.exec(text.trim()) ?? [];
  if (scheme === '') {
    return { problem: `must be an http or https URL such as http://localhost:8080/, got '${shown(text)}'` };
  }
  if (authority.includes('@')) {
    return {
      problem: "must not hold a password: give it as a header, such as -H 'Authorization: Basic …'",
    };
  }
  const base = `${scheme}://${authority}/`;
  if (authority === '' || authority.includes('{{') || !URL.canParse(base)) {
    return { problem: `has no host that could be connected to: '${shown(authority)}'` };
  }
  const url = new URL(base);
  if (url.port === '0') return { problem: 'has port 0, on which nothing can listen' };
  const secure = url.protocol === 'https:';
  return {
    secure,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    authority: url.host,
    origin: url.origin,
    path: rest.startsWith('/') ? rest : `/${rest}`,
  };
}

/** For a URL that the config's schema has accepted. */
export function endpointUrl(text: string): EndpointUrl {
  const parsed = parseEndpointUrl(text);
  if ('problem' in parsed) throw new Error(`url ${parsed.problem}`);
  return parsed;
}

function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
