import { boxText, growth } from './flame-text.js';
import { type Box, type FlameTree, layout } from './flame-tree.js';

const ROW_PX = 19;
/** Boxes narrower than this are not drawn: they could be neither seen nor hit. */
const NARROWEST_PX = 1.2;
/** Narrower boxes have no text. */
const TEXT_FROM_PX = 26;

/** The graph on the page: what is drawn, and which box the keyboard is at. */
export class FlameView {
  #zoomed = 0;
  #active = 0;
  #values: readonly number[];
  #found: ReadonlySet<number> = new Set();
  #boxes: readonly Box[] = [];
  readonly #elements = new Map<number, HTMLElement>();

  constructor(
    readonly tree: FlameTree,
    readonly stage: HTMLElement,
    readonly detail: HTMLElement,
  ) {
    this.#values = tree.data.total;
    stage.addEventListener('click', (event) => this.#withNode(event, (node) => this.zoom(node)));
    stage.addEventListener('mouseover', (event) => this.#withNode(event, (node) => this.#describe(node)));
    stage.addEventListener('focusin', (event) => this.#withNode(event, (node) => this.#describe(node)));
    stage.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => this.draw()).observe(stage);
  }

  /** Widths by these values from now on. */
  setValues(values: readonly number[]): void {
    this.#values = values;
    if ((values[this.#zoomed] ?? 0) === 0) this.#zoomed = 0;
    this.draw();
  }

  setFound(found: ReadonlySet<number>): void {
    this.#found = found;
    for (const [node, element] of this.#elements) element.classList.toggle('found', found.has(node));
    this.stage.classList.toggle('searching', found.size > 0);
  }

  /** Gives a box, and all above it, the full width. */
  zoom(node: number): void {
    this.#zoomed = (this.#values[node] ?? 0) > 0 ? node : 0;
    this.#active = node;
    this.draw();
    this.#elements.get(node)?.focus();
  }

  draw(): void {
    const widthPx = this.stage.clientWidth;
    if (widthPx === 0) return;
    this.#boxes = layout(this.tree, this.#zoomed, this.#values, NARROWEST_PX / widthPx);
    if (!this.#boxes.some(({ node }) => node === this.#active)) this.#active = this.#zoomed;
    const hadFocus = this.stage.contains(document.activeElement);
    this.#elements.clear();
    const drawn = this.#boxes.map((box) => this.#element(box, widthPx));
    this.stage.replaceChildren(...drawn);
    this.stage.style.height = `${(this.#boxes.reduce((most, { row }) => Math.max(most, row), 0) + 1) * ROW_PX}px`;
    if (hadFocus) this.#elements.get(this.#active)?.focus();
  }

  #element({ node, left, width, row }: Box, widthPx: number): HTMLElement {
    const element = document.createElement('div');
    element.setAttribute('role', 'treeitem');
    element.setAttribute('aria-level', String(row + 1));
    element.setAttribute('aria-label', boxText(this.tree, node));
    element.tabIndex = node === this.#active ? 0 : -1;
    element.dataset.node = String(node);
    element.className = `box ${this.tree.data.before === null ? this.tree.kind(node) : 'changed'}`;
    if (row < (this.tree.data.depth[this.#zoomed] ?? 0)) element.classList.add('above');
    if (this.#found.has(node)) element.classList.add('found');
    element.style.left = `${100 * left}%`;
    element.style.width = `${100 * width}%`;
    element.style.top = `${row * ROW_PX}px`;
    const grown = growth(this.tree, node);
    element.style.setProperty('--grown', String(Math.max(0, grown)));
    element.style.setProperty('--shrunk', String(Math.max(0, -grown)));
    if (width * widthPx >= TEXT_FROM_PX) element.textContent = this.tree.name(node);
    this.#elements.set(node, element);
    return element;
  }

  #describe(node: number): void {
    this.detail.textContent = boxText(this.tree, node);
  }

  #withNode(event: Event, act: (node: number) => void): void {
    const box = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.box') : null;
    if (box?.dataset.node !== undefined) act(Number(box.dataset.node));
  }

  #onKey(event: KeyboardEvent): void {
    const to = this.#target(event.key);
    if (to === undefined) return;
    event.preventDefault();
    if (to !== null) this.#moveTo(to);
  }

  /** The box that a key leads to; null when there is none; undefined for other keys. */
  #target(key: string): number | null | undefined {
    const drawn = (node: number | undefined): node is number =>
      node !== undefined && this.#elements.has(node);
    const parent = this.tree.parent[this.#active] ?? -1;
    const siblings = this.#boxes
      .filter(({ node }) => this.tree.parent[node] === parent)
      .map(({ node }) => node);
    const at = siblings.indexOf(this.#active);
    switch (key) {
      case 'ArrowDown': {
        const below = (this.tree.children[this.#active] ?? []).filter(drawn);
        return below.sort((a, b) => (this.#values[b] ?? 0) - (this.#values[a] ?? 0))[0] ?? null;
      }
      case 'ArrowUp':
        return drawn(parent) ? parent : null;
      case 'ArrowLeft':
        return siblings[at - 1] ?? null;
      case 'ArrowRight':
        return siblings[at + 1] ?? null;
      case 'Home':
        return 0;
      case 'Enter':
      case ' ':
        this.zoom(this.#active);
        return null;
      case 'Escape':
        this.zoom(0);
        return null;
      default:
        return undefined;
    }
  }

  #moveTo(node: number): void {
    const from = this.#elements.get(this.#active);
    if (from !== undefined) from.tabIndex = -1;
    this.#active = node;
    const element = this.#elements.get(node);
    if (element === undefined) return;
    element.tabIndex = 0;
    element.focus();
  }
}
