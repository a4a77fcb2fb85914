import { formatValue } from '@benchwright/report';
import { FLAME_SCRIPT, FLAME_SCRIPT_HASH, FLAME_STYLE } from '../../../generated/flame-bundle.js';
import { comparableTree } from '../tree/comparable-tree.js';
import { type HotFunction, type HotPaths, hotPaths } from '../tree/hot-paths.js';
import type { ProfileTree, ProfileUnit } from '../tree/profile-tree.js';
import { flameData } from './flame-data.js';
import { escapeHtml, scriptJson } from './markup.js';

export interface FlamePage {
  readonly title: string;
  /** What was profiled, when, by what: a line each. */
  readonly facts: readonly string[];
  readonly tree: ProfileTree;
  /** An earlier profile of the same thing, to be laid under this one. */
  readonly before?: ProfileTree | undefined;
}

/** Nothing is fetched, and no script runs but the page's own, told by its hash. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${FLAME_SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/**
 * A flame graph as one HTML page that needs no network and no server: zoomable, searchable, by mouse and by keyboard, light and dark, with
 * the hot functions as tables, which need no script. With an earlier profile, colours say what grew and what shrank as a share of the whole. Names
 * of functions are text, whatever is in them. Pure; O(nodes).
 */
export function renderFlamePage({ title, facts, tree, before }: FlamePage): string {
  const hot = hotPaths(tree);
  const sides = before === undefined ? null : { now: comparableTree(tree), earlier: comparableTree(before) };
  const data = sides === null ? flameData(tree) : flameData(sides.now, sides.earlier);
  const compares = sides !== null;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="benchwright">
<title>${escapeHtml(title)} – Benchwright</title>
<style>${FLAME_STYLE}</style>
</head>
<body>
<header>
<div><p class="brand">Benchwright</p><h1>${escapeHtml(title)}</h1>
${facts.map((fact) => `<p class="muted">${escapeHtml(fact)}</p>`).join('\n')}</div>
<button type="button" class="theme" aria-label="Switch between light and dark"><span aria-hidden="true">◐</span></button>
</header>
<main>
<section id="graph" aria-labelledby="graph-title" hidden>
<h2 id="graph-title">${compares ? 'What changed' : 'Flame graph'}</h2>
<p class="lede">${escapeHtml(ledeOf(tree.unit, compares))}</p>
<div class="tools">
<label>Search <input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="part of a name, or /pattern/"></label>
<button type="button" id="reset">Show all</button>
${compares ? '<button type="button" id="widths" aria-pressed="false">Widths of the earlier profile</button>' : ''}
<span id="found" role="status"></span>
</div>
${legend(compares)}
<div id="flame" role="tree" aria-labelledby="graph-title" aria-describedby="keys"></div>
<p id="detail" class="detail">Point at a box, or move with the arrow keys.</p>
<p id="keys" class="muted">Keys: arrows move, Enter shows a box in full width, Escape shows all, / searches.</p>
</section>
<noscript><p>The flame graph needs its script; the tables below do not.</p></noscript>
${sides === null ? '' : changeTable(sides.now, sides.earlier)}
${hotTable('In the function itself', 'by-self', hot.bySelf, tree.unit)}
${hotTable('With all that it calls', 'by-total', hot.byTotal, tree.unit)}
</main>
<footer><p>Made by Benchwright.${data.left > 0 ? ` ${data.left} boxes narrower than 0.005 % are left out of the graph.` : ''}</p></footer>
<script type="application/json" id="data">${scriptJson(data)}</script>
<script>${FLAME_SCRIPT}</script>
</body>
</html>
`;
}

function ledeOf(unit: ProfileUnit, compares: boolean): string {
  const what = {
    ns: 'time in a function',
    samples: 'samples of a function',
    bytes: 'bytes that a function allocated',
  }[unit];
  const widths = `Widths are ${what} and all that it called, callers above; left to right has no meaning.`;
  return compares
    ? `${widths} Each profile counts as 100 %: red boxes have a larger share than before, blue ones a smaller one.`
    : widths;
}

function legend(compares: boolean): string {
  const entries = compares
    ? [
        ['grew', 'larger share than before'],
        ['same', 'the same'],
        ['shrank', 'smaller share'],
      ]
    : [
        ['own', 'own code'],
        ['library', 'dependencies'],
        ['runtime', 'the runtime'],
        ['native', 'native code, collector'],
      ];
  return `<ul class="legend">${entries.map(([kind, text]) => `<li><span class="swatch ${kind}" aria-hidden="true"></span>${text}</li>`).join('')}</ul>`;
}

/** A value for people: time, bytes or samples. Pure. */
export function profileValue(unit: ProfileUnit, value: number): string {
  return unit === 'samples'
    ? `${Math.round(value)} samples`
    : formatValue(unit === 'ns' ? 'ns' : 'bytes', value);
}

/** A share of the whole in percent, one decimal. Pure. */
export function sharePercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function hotTable(title: string, id: string, functions: readonly HotFunction[], unit: ProfileUnit): string {
  const rows = functions.map(
    ({ name, source, self, total, selfShare, totalShare }) =>
      `<tr><th scope="row">${escapeHtml(name)} <span class="muted">${escapeHtml(source)}</span></th><td>${sharePercent(selfShare)}</td><td>${escapeHtml(profileValue(unit, self))}</td><td>${sharePercent(totalShare)}</td><td>${escapeHtml(profileValue(unit, total))}</td></tr>`,
  );
  const columns = ['function', 'self', '', 'total', ''];
  return table(title, id, columns, rows);
}

/** Functions whose own share changed most between the two profiles. */
function changeTable(tree: ProfileTree, before: ProfileTree): string {
  const [now, then] = [tree, before].map((one): HotPaths => hotPaths(one, Number.POSITIVE_INFINITY)) as [
    HotPaths,
    HotPaths,
  ];
  const key = ({ name, source }: HotFunction): string => `${name}\n${source}`;
  const earlier = new Map(then.bySelf.map((one) => [key(one), one]));
  const later = new Map(now.bySelf.map((one) => [key(one), one]));
  const rows = [...new Map([...earlier, ...later])]
    .map(([id, one]) => {
      const [from, to] = [earlier.get(id)?.selfShare ?? 0, later.get(id)?.selfShare ?? 0];
      return { one, from, to };
    })
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
    .slice(0, 20)
    .map(
      ({ one, from, to }) =>
        `<tr><th scope="row">${escapeHtml(one.name)} <span class="muted">${escapeHtml(one.source)}</span></th><td>${sharePercent(from)}</td><td>${sharePercent(to)}</td><td>${to >= from ? '+' : '−'}${(100 * Math.abs(to - from)).toFixed(1)} points</td></tr>`,
    );
  const whole = `The whole: ${profileValue(before.unit, then.total)} before, ${profileValue(tree.unit, now.total)} now.`;
  return table(
    'What changed most, in the function itself',
    'changes',
    ['function', 'before', 'now', 'difference'],
    rows,
    whole,
  );
}

function table(
  title: string,
  id: string,
  columns: readonly string[],
  rows: readonly string[],
  note = '',
): string {
  const head = columns
    .map((column) => (column === '' ? '<td></td>' : `<th scope="col">${column}</th>`))
    .join('');
  return `<section><h2 id="${id}">${title}</h2>
${note === '' ? '' : `<p class="muted">${escapeHtml(note)}</p>`}
<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table><thead><tr>${head}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div></section>`;
}
