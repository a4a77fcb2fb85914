import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childrenOf, childText, readXml } from './read-xml.js';
import { s3Namespace, xmlDocument } from './write-xml.js';

const malformed = expect.objectContaining({ code: 'MalformedXML' });

describe('writing', () => {
  test('keeps the order, repeats lists, and leaves out what is undefined', () => {
    const text = xmlDocument(
      'List',
      { Name: 'b', Prefix: undefined, Contents: [{ Key: 'a&b' }, { Key: '<' }] },
      s3Namespace,
    );
    expect(text).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<List xmlns="${s3Namespace}"><Name>b</Name><Contents><Key>a&amp;b</Key></Contents><Contents><Key>&lt;</Key></Contents></List>`,
    );
  });

  test('writes control characters as references', () => {
    expect(xmlDocument('Key', 'a\u0001\r\n')).toContain('<Key>a&#x1;&#xd;&#xa;</Key>');
  });
});

describe('reading', () => {
  test('gives back every text that was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        // Lone surrogates are no text, and control characters no XML 1.0.
        fc.pre(!/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text));
        expect(childText(readXml(xmlDocument('Root', { Key: text }), 'Root'), 'Key')).toBe(text);
      }),
    );
  });

  test('finds the children of a name, none to many', () => {
    const root = readXml(
      '<Delete><Object><Key>a</Key></Object><Object><Key>1e3</Key></Object></Delete>',
      'Delete',
    );
    expect(childrenOf(root, 'Object').map((node) => childText(node, 'Key'))).toEqual(['a', '1e3']);
    expect(childrenOf(root, 'Quiet')).toEqual([]);
    expect(childText(root, 'Quiet')).toBeUndefined();
  });

  test('passes over namespaces and their prefixes', () => {
    const root = readXml('<x:Delete xmlns:x="urn:a"><x:Quiet>true</x:Quiet></x:Delete>', 'Delete');
    expect(childText(root, 'Quiet')).toBe('true');
  });

  test.each([
    ['nothing', ''],
    ['no XML', 'key=value'],
    ['an open element', '<Delete><Object></Delete>'],
    ['another root', '<Erase/>'],
    ['two roots', '<Delete/><Delete/>'],
    ['a DOCTYPE', '<!DOCTYPE Delete [<!ENTITY a "b">]><Delete><Quiet>&a;</Quiet></Delete>'],
    [
      'a bomb',
      `<!DOCTYPE b [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;">]><Delete>&c;</Delete>`,
    ],
    ['a deep nest', `<Delete>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</Delete>`],
  ])('refuses %s', (_, text) => {
    expect(() => readXml(text, 'Delete')).toThrow(malformed);
  });

  test.each([
    ['an unknown entity', '<a><b>&c;</b></a>'],
    ['a reference beyond Unicode', '<a><b>&#x110000;</b></a>'],
    ['the same child twice', '<a><b>1</b><b>2</b></a>'],
    ['children in place of text', '<a><b><c/></b></a>'],
  ])('refuses %s where a text is asked for', (_, text) => {
    expect(() => childText(readXml(text, 'a'), 'b')).toThrow(malformed);
  });
});
