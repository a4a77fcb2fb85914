import { buildRequest, type HeaderField } from '@benchwright/load-driver';
import {
  isFramed,
  type LengthField,
  parseRequest,
  type RequestSpec,
  type Template,
  textLength,
} from './parse-request.js';
import type { Field } from './template.js';

/** A request as bytes with holes: `pieces[0] fields[0] pieces[1] … pieces[n]`. Plain data: it can be sent to a thread. */
export interface CompiledRequest {
  readonly pieces: readonly Uint8Array[];
  readonly fields: readonly (Field | LengthField)[];
}

/**
 * Turns a request into bytes of HTTP/1.1 with holes. Host and Content-Length are added, nothing else.
 *
 * @throws TemplateError for a field that cannot be; InvalidRequestError for what would break the framing or smuggle in a line
 */
export function compileRequest(spec: RequestSpec): CompiledRequest {
  const { path, headers, body } = parseRequest(spec);
  const marks = new Marks([spec.method, spec.path, spec.host, headers]);
  const fields = headers.map(([name, value]): HeaderField => [name, marks.replace(value)]);
  if (body !== null && !isFramed(spec.headers)) fields.push(['Content-Length', marks.lengthOf(body)]);
  const { method, host } = spec;
  const head = buildRequest({ method, path: marks.replace(path), host, headers: fields });
  return joined([...marks.split(head.toString('latin1')), ...(body ?? [])]);
}

/** The whole request when it has no fields; null when it has. */
export function fixedBytes({ pieces, fields }: CompiledRequest): Uint8Array | null {
  return fields.length === 0 ? (pieces[0] ?? null) : null;
}

type Hole = Field | { readonly kind: 'length'; readonly body: Template };

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

  replace(template: Template): string {
    return template.map((part) => (typeof part === 'string' ? part : this.#mark(part))).join('');
  }

  /** Of a body without fields the length is known, and is text. */
  lengthOf(body: Template): string {
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
