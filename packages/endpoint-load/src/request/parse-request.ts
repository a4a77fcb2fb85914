import type { HeaderField } from '@benchwright/load-driver';
import type { Field, TemplatePart } from './template.js';
import { parseTemplate } from './template.js';

/** One request in words; texts may hold fields. */
export interface RequestSpec {
  readonly method: string;
  /** Path and query. What may not stand on the wire (blanks, letters beyond ASCII) is percent-encoded; `%` is left alone. */
  readonly path: string;
  /** The Host field, or `:authority`, unless `headers` brings a Host. */
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

/** A text with its fields parsed. */
export type Template = readonly TemplatePart[];

/** A request with the fields of all its texts parsed, bodies as Latin-1 (one letter per byte). */
export interface ParsedRequest {
  readonly path: Template;
  readonly headers: readonly (readonly [name: string, value: Template])[];
  /** Null: no body. */
  readonly body: Template | null;
}

/**
 * Finds the fields of a request.
 *
 * @throws TemplateError for a field that cannot be
 */
export function parseRequest(spec: RequestSpec): ParsedRequest {
  const parse = (text: string): Template => (spec.literal ? [text] : parseTemplate(text));
  return {
    path: parse(spec.path).map((part) => (typeof part === 'string' ? encodeTarget(part) : part)),
    headers: spec.headers.map(([name, value]) => [name, parse(latin1Of(value))]),
    body: spec.body === null ? null : parse(Buffer.from(spec.body).toString('latin1')),
  };
}

export function fieldsOf(template: Template): Field[] {
  return template.filter((part): part is Field => typeof part !== 'string');
}

/** Letters of the text around the fields. */
export function textLength(template: Template): number {
  return template.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
}

/** True when the request frames its body itself, so that no Content-Length may be added. */
export function isFramed(headers: readonly HeaderField[]): boolean {
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
