import { buildRequest, type HeaderField } from '@benchwright/load-driver';
import { type Field, parseTemplate, type TemplatePart } from './template.js';

/** One request in words; texts may hold fields. */
export interface RequestSpec {
  readonly method: string;
  /** Path and query. What may not stand on the wire (blanks, letters beyond ASCII) is percent-encoded; `%` is left alone. */
  readonly path: string;
  /** The Host field, unless `headers` brings one. */
  readonly host: string;
  readonly headers: readonly HeaderField[];
  /** Null: no body. */
  readonly body: Uint8Array | null;
  /** `{{…}}` is sent as it stands. */
  readonly literal: boolean;
}

/** Content-Length of a body with fields: `bytes` of text, and the widths of all fields from number `from` on. */
export interface LengthField {
  readonly kind: 'length';
  readonly bytes: number;
  readonly from: number;
}

/** A request as bytes with holes: `pieces[0] fields[0] pieces[1] … pieces[n]`. Plain data: it can be sent to a thread. */
export interface CompiledRequest {
  readonly pieces: readonly Uint8Array[];
  readonly fields: readonly (Field | LengthField)[];
}

/**
 * Turns a request into bytes with holes. Host and Content-Length are added, nothing else.
 *
 * @throws TemplateError for a field that cannot be; InvalidRequestError for what would break the framing or smuggle in a line
 */
export function compileRequest(spec: RequestSpec): CompiledRequest {
  const parse = (text: string): TemplatePart[] => (spec.literal ? [text] : parseTemplate(text));
  const body = spec.body === null ? [] : parse(Buffer.from(spec.body).toString('latin1'));
  const path = parse(spec.path).map((part) => (typeof part === 'string' ? encodeTarget(part) : part));
  const headers = spec.headers.map(([name, value]) => [name, parse(latin1Of(value))] as const);
  const marks = new Marks([spec.method, spec.path, spec.host, headers]);
  const fields = [...headers.map(([name, value]): HeaderField => [name, marks.replace(value)])];
  if (spec.body !== null && !isFramed(spec.headers)) fields.push(['Content-Length', marks.lengthOf(body)]);
  const head = buildRequest({
    method: spec.method,
    path: marks.replace(path),
    host: spec.host,
    headers: fields,
  });
  return joined([...marks.split(head.toString('latin1')), ...body]);
}

/** The whole request when it has no fields; null when it has. */
export function fixedBytes({ pieces, fields }: CompiledRequest): Uint8Array | null {
  return fields.length === 0 ? (pieces[0] ?? null) : null;
}

type Hole = Field | { readonly kind: 'length'; readonly body: readonly TemplatePart[] };

/** Stands in for fields while `buildRequest` checks and frames the head: a word that occurs nowhere in the request. */
class Marks {
  readonly #word: string;
  readonly #holes: Hole[] = [];

  constructor(request: unknown) {
    const text = JSON.stringify(request);
    let word = 'benchwright-field';
    while (text.includes(word)) word += 'x';
    this.#word = word;
  }

  replace(parts: readonly TemplatePart[]): string {
    return parts.map((part) => (typeof part === 'string' ? part : this.#mark(part))).join('');
  }

  /** Of a body without fields the length is known, and is text. */
  lengthOf(body: readonly TemplatePart[]): string {
    const varies = body.some((part) => typeof part !== 'string');
    return varies ? this.#mark({ kind: 'length', body }) : String(textLength(body));
  }

  split(head: string): (string | Hole)[] {
    const [first = '', ...rest] = head.split(this.#word);
    return [
      first,
      ...rest.flatMap((text) => {
        const end = text.indexOf(';');
        const hole = this.#holes[Number(text.slice(0, end))];
        if (hole === undefined) throw new Error('a mark of a field was changed');
        return [hole, text.slice(end + 1)];
      }),
    ];
  }

  #mark(hole: Hole): string {
    // The path comes last to be replaced but first on the wire: marks carry their number.
    return `${this.#word}${this.#holes.push(hole) - 1};`;
  }
}

/** Adjacent texts become one piece, and a piece stands before and after every field. */
function joined(parts: readonly (string | Hole)[]): CompiledRequest {
  const pieces: string[] = [''];
  const holes: Hole[] = [];
  for (const part of parts) {
    if (typeof part === 'string') {
      pieces[pieces.length - 1] += part;
    } else {
      holes.push(part);
      pieces.push('');
    }
  }
  const fields = holes.map((hole): Field | LengthField => {
    if (hole.kind !== 'length') return hole;
    const inBody = hole.body.filter((part) => typeof part !== 'string').length;
    return { kind: 'length', bytes: textLength(hole.body), from: holes.length - inBody };
  });
  return { pieces: pieces.map((piece) => Buffer.from(piece, 'latin1')), fields };
}

function textLength(parts: readonly TemplatePart[]): number {
  return parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
}

function isFramed(headers: readonly HeaderField[]): boolean {
  return headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
}

/** What a user types in a path: blanks and letters beyond ASCII become bytes of UTF-8, percent-encoded. Controls stay, to be refused. */
function encodeTarget(text: string): string {
  return text.replaceAll(/[ \u0080-\u{10ffff}]+/gu, (run) =>
    [...Buffer.from(run, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase()}`).join(''),
  );
}

/** A header value travels as bytes: letters beyond Latin-1 as those of UTF-8. */
function latin1Of(text: string): string {
  const isLatin1 = Buffer.from(text, 'latin1').toString('latin1') === text;
  return isLatin1 ? text : Buffer.from(text, 'utf8').toString('latin1');
}
