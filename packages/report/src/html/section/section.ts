import { type Html, html, NOTHING } from '../html.js';

/** A part of the page with a heading; `lede` says in a sentence how to read it. Nothing when it has no body. */
export function section(id: string, title: string, lede: string, body: readonly Html[]): PageSection | null {
  if (body.every(({ markup }) => markup === '')) return null;
  return {
    id,
    title,
    content: html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${lede === '' ? NOTHING : html`<p class="lede">${lede}</p>`}
${body}
</section>
`,
  };
}

export interface PageSection {
  readonly id: string;
  readonly title: string;
  readonly content: Html;
}

/** What can be opened. Left out on paper while it is closed. */
export function fold(summary: string, body: Html): Html {
  return html`<details><summary>${summary}</summary>${body}</details>`;
}

export interface TableColumn {
  readonly title: string;
  readonly number?: boolean;
}

export function textColumn(title: string): TableColumn {
  return { title };
}

export function numberColumn(title: string): TableColumn {
  return { title, number: true };
}

/** A table that scrolls by itself where it is too wide; the first cell of each row names it. */
export function dataTable(
  label: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly (Html | string)[])[],
): Html {
  if (rows.length === 0) return NOTHING;
  const kind = (i: number): string => (columns[i]?.number === true ? 'n' : 't');
  const head = columns.map(({ title }, i) =>
    title === '' ? html`<td></td>` : html`<th scope="col" class="${kind(i)}">${title}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, i) =>
      i === 0
        ? html`<th scope="row" class="${kind(i)}">${cell}</th>`
        : html`<td class="${kind(i)}">${cell}</td>`,
    );
    return html`<tr>${cells}</tr>\n`;
  });
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>`;
}

/** The pill that a verdict or an outcome is shown in: never by colour alone. */
export function pill(kind: 'good' | 'warn' | 'bad' | 'calm', text: string): Html {
  const mark = { good: '✓', warn: '!', bad: '✕', calm: '·' }[kind];
  return html`<span class="pill ${kind}"><span aria-hidden="true">${mark}</span> ${text}</span>`;
}

export const VERDICT_KIND = { valid: 'good', suspect: 'warn', invalid: 'bad' } as const;
