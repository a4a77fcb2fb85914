/** A piece of XML: an element's children in their order. An undefined child is left out, an array repeats its element. */
export type XmlContent = string | number | boolean | XmlElements;

export interface XmlElements {
  readonly [name: string]: XmlContent | readonly XmlContent[] | undefined;
}

export const s3Namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A whole document with one root. */
export function xmlDocument(root: string, content: XmlContent, namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${writeContent(content)}</${root}>`;
}

function writeContent(content: XmlContent): string {
  if (typeof content === 'string') return escapeText(content);
  if (typeof content !== 'object') return String(content);
  let text = '';
  for (const [name, child] of Object.entries(content)) {
    if (child === undefined) continue;
    if (isList(child)) for (const one of child) text += writeElement(name, one);
    else text += writeElement(name, child);
  }
  return text;
}

function isList(child: XmlContent | readonly XmlContent[]): child is readonly XmlContent[] {
  return Array.isArray(child);
}

function writeElement(name: string, content: XmlContent): string {
  return `<${name}>${writeContent(content)}</${name}>`;
}

const special = /[&<>"\p{Cc}\ufffe\uffff]/u;
const specials = new RegExp(special, 'gu');
const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Control characters become references, as S3 writes them: a key may contain what XML 1.0 cannot say otherwise. */
function escapeText(text: string): string {
  if (!special.test(text)) return text;
  return text.replace(specials, (char) => named[char] ?? `&#x${char.charCodeAt(0).toString(16)};`);
}
