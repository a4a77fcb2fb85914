import { xmlText } from '../text/xml-text.js';

/** Markup that is safe to put into a page: only `html` and `trustedMarkup` make it. */
export interface Html {
  readonly markup: string;
}

type HtmlValue = string | number | null | Html | readonly Html[];

/**
 * A piece of HTML. Every interpolated text is escaped, in attributes (which must be quoted) as in content; only other `Html` goes
 * in as it is. Null is nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const markup = strings.reduce((text, part, i) => text + markupOf(values[i - 1] ?? null) + part);
  return { markup };
}

export const NOTHING: Html = { markup: '' };

/** Markup that this package wrote itself, such as the bundled script. Never for text that came from elsewhere. */
export function trustedMarkup(markup: string): Html {
  return { markup };
}

function markupOf(value: HtmlValue): string {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return xmlText(String(value));
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

/**
 * A value as JSON for a script element: no text in it can end the element (`<`), open a comment (`<!--`) or break a line of script
 * (U+2028, U+2029). It parses to the same value.
 */
export function scriptJson(value: unknown): Html {
  const json = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return { markup: json };
}
