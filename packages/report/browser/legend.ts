import type uPlot from 'uplot';
import type { ChartVariant } from '../src/html/chart/chart-spec.js';
import { cursorText } from './axis-text.js';
import { element } from './element.js';

/** The lines of a chart as buttons that show and hide them, with their values under the cursor. */
export interface Legend {
  /** Writes the values at the cursor, or takes them away where there is none. */
  show(plot: uPlot): void;
}

interface LegendRequest {
  readonly host: HTMLElement;
  readonly variant: ChartVariant;
  readonly hidden: ReadonlySet<string>;
  onToggle(label: string, shown: boolean): void;
}

export function createLegend({ host, variant, hidden, onToggle }: LegendRequest): Legend {
  const values = variant.series.map(({ label, color, dashed }) => {
    const value = element('span', { class: 'value' });
    const swatch = element('span', {
      class: dashed === true ? 'swatch dashed' : 'swatch',
      style: `--color: var(--s${color})`,
    });
    const button = element('button', { type: 'button', 'aria-pressed': String(!hidden.has(label)) }, [
      swatch,
      label,
      value,
    ]);
    button.addEventListener('click', () => {
      const shown = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(shown));
      onToggle(label, shown);
    });
    return { button, value };
  });
  host.replaceChildren(...values.map(({ button }) => button));
  return {
    show: (plot) => {
      const index = plot.cursor.idx ?? null;
      for (const [i, { value }] of values.entries()) {
        const found = index === null ? null : nearestValue(plot.data[i + 1] ?? [], index);
        value.textContent = found === null ? '' : cursorText(variant.yUnit, found);
      }
    },
  };
}

/** Lines have grids of their own: where this one has no point under the cursor, the nearest beside it counts. */
function nearestValue(values: ArrayLike<number | null | undefined>, index: number): number | null {
  for (let distance = 0; distance < values.length; distance++) {
    const left = values[index - distance] ?? null;
    if (left !== null) return left;
    const right = values[index + distance] ?? null;
    if (right !== null) return right;
  }
  return null;
}
