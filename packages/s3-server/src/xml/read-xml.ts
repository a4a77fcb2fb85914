import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from '../errors/s3-error.js';

/** An element as read: its text, or its children by name (an array where there are several of a name). */
export type XmlNode = string | XmlChildren;

export interface XmlChildren {
  readonly [name: string]: XmlNode | readonly XmlNode[];
}

// Neither entities nor numbers are interpreted: an entity is how XML bombs expand, and a part number or key must stay the text it was.
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  processEntities: false,
  removeNSPrefix: true,
  trimValues: false,
  maxNestedTags: 20,
});

/**
 * Reads a document with this root.
 *
 * @throws S3Error MalformedXML for what is not well formed, has a DOCTYPE, or has another root.
 */
export function readXml(text: string, root: string): XmlChildren {
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) throw new S3Error('MalformedXML');
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch {
    throw new S3Error('MalformedXML');
  }
  const node = isChildren(document) ? document[root] : undefined;
  if (node === undefined || Array.isArray(node)) throw new S3Error('MalformedXML');
  if (isChildren(node)) return node;
  return {};
}

/** The children of one name, none to many. */
export function childrenOf(node: XmlNode, name: string): readonly XmlNode[] {
  if (!isChildren(node)) return [];
  const child = node[name];
  if (child === undefined) return [];
  return isNode(child) ? [child] : child;
}

/** The text of the only child of a name; undefined where there is none. Throws MalformedXML where there are several, or it has children. */
export function childText(node: XmlNode, name: string): string | undefined {
  const [child, another] = childrenOf(node, name);
  if (child === undefined) return undefined;
  if (another !== undefined || typeof child !== 'string') throw new S3Error('MalformedXML');
  return unescapeText(child);
}

function isChildren(node: unknown): node is XmlChildren {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function isNode(child: XmlNode | readonly XmlNode[]): child is XmlNode {
  return !Array.isArray(child);
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five entities of XML itself and character references, each replaced once: nothing here can grow. */
function unescapeText(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (all, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? fail(all);
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : fail(all);
  });
}

function fail(reference: string): never {
  throw new S3Error('MalformedXML', `The reference ${reference} is unknown.`);
}
