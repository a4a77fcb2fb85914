import { followTheme } from '@benchwright/page-kit/theme';
import type { FlameData } from '../src/profile/flame/flame-data.js';
import { matcherOf, searchTree } from './flame-search.js';
import { readTree } from './flame-tree.js';
import { FlameView } from './flame-view.js';

// The script of a flame graph's page. The data beside it is this package's own; names in it are only ever set as text.

followTheme();
const byId = <Element extends HTMLElement>(id: string): Element => document.getElementById(id) as Element;
const data: FlameData = JSON.parse(byId('data').textContent ?? '');
const tree = readTree(data);
byId('graph').hidden = false;
const view = new FlameView(tree, byId('flame'), byId('detail'));
view.draw();

const search = byId<HTMLInputElement>('search');
const found = byId('found');
search.addEventListener('input', () => {
  const matches = matcherOf(search.value);
  const { nodes, share } =
    matches === null ? { nodes: new Set<number>(), share: 0 } : searchTree(tree, matches);
  view.setFound(nodes);
  found.textContent =
    matches === null
      ? ''
      : `${nodes.size} ${nodes.size === 1 ? 'box' : 'boxes'}, ${(100 * share).toFixed(1)} % of all`;
});
search.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  search.value = '';
  search.dispatchEvent(new Event('input'));
});
byId('reset').addEventListener('click', () => view.zoom(0));
const widths = document.getElementById('widths');
widths?.addEventListener('click', () => {
  const earlier = widths.getAttribute('aria-pressed') !== 'true';
  widths.setAttribute('aria-pressed', String(earlier));
  view.setValues(earlier && data.before !== null ? data.before.total : data.total);
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target === search || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  search.focus();
});
