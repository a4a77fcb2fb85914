import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOSTILE } from '../testing/fixtures.js';
import { html, scriptJson } from './html.js';

describe('html', () => {
  test('escapes every text that is put in, and nothing else', () => {
    const inner = html`<b>${'a < b'}</b>`;
    expect(html`<p title="${'"x"'}">${inner}${[inner, inner]}${3}${null}</p>`.markup).toBe(
      '<p title="&quot;x&quot;"><b>a &lt; b</b><b>a &lt; b</b><b>a &lt; b</b>3</p>',
    );
  });

  test('whatever a text is, it adds no element, attribute or comment, and no hidden character', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constant(HOSTILE)), (text) => {
        const { markup } = html`${text}`;
        expect(markup).not.toMatch(/[<>"']/);
        expect(markup).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe('scriptJson', () => {
  test('parses to the same value and cannot end its element', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.constant({ [HOSTILE]: HOSTILE })), (value) => {
        const { markup } = scriptJson(value);
        expect(JSON.parse(markup)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(markup).not.toMatch(/[<>&\u2028\u2029]/);
      }),
    );
  });
});
