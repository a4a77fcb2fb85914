import type uPlot from 'uplot';
import type { ChartSpec } from '../src/html/chart/chart-spec.js';
import { cursorText } from './axis-text.js';
import { element } from './element.js';
import { createLegend, type Legend } from './legend.js';
import { drawPlot, hasSameLines, refillPlot } from './plot.js';

/** A chart on the page, with its controls. */
export interface Chart {
  /** Draws again: after a change of theme. */
  repaint(): void;
  /** Draws other data, of the same variants: how it is looked at stays as the reader has it. */
  update(spec: ChartSpec): void;
}

/** Fills a figure with what its spec says. */
export function createChart(figure: HTMLElement, first: ChartSpec): Chart {
  let spec = first;
  const part = (name: string): HTMLElement => figure.querySelector<HTMLElement>(`.${name}`) ?? figure;
  const host = part('plot');
  const hidden = new Set(
    spec.variants.flatMap(({ series }) =>
      series.filter((line) => line.hidden === true).map(({ label }) => label),
    ),
  );
  const readout = element('output', { class: 'readout' });
  const bands: (readonly [number, number])[] = [];
  let shown = 0;
  let variant = spec.variants[shown]!;
  let yLog = spec.yLog === true;
  let plot: uPlot | null = null;
  let legend: Legend | null = null;

  const draw = (): void => {
    plot?.destroy();
    legend = createLegend({
      host: part('legend'),
      variant,
      hidden,
      onToggle: (label, shown) => {
        if (shown) hidden.delete(label);
        else hidden.add(label);
        plot?.setSeries(variant.series.findIndex((line) => line.label === label) + 1, { show: shown });
      },
    });
    bands.splice(0, bands.length, ...spec.bands);
    plot = drawPlot({
      host,
      spec,
      bands,
      variant,
      yLog,
      hidden,
      onCursor: (drawn) => {
        legend?.show(drawn);
        const index = drawn.cursor.idx ?? null;
        const x = index === null ? undefined : drawn.data[0][index];
        readout.textContent = x === undefined ? '' : `at ${cursorText(spec.xUnit, x)}`;
      },
    });
  };

  const variants = choice(
    spec.id,
    spec.variants.map(({ name }) => name),
    (index) => {
      shown = index;
      variant = spec.variants[index] ?? variant;
      draw();
    },
  );
  const scale = toggle('logarithmic', yLog, (on) => {
    yLog = on;
    draw();
  });
  part('controls').replaceChildren(...(spec.variants.length > 1 ? [variants] : []), scale, readout);
  draw();
  moveByKeys(host, () => plot);
  new ResizeObserver(() => {
    if (plot !== null && host.clientWidth > 0 && host.clientWidth !== plot.width)
      plot.setSize({ width: host.clientWidth, height: plot.height });
  }).observe(host);
  const update = (next: ChartSpec): void => {
    const before = variant;
    spec = next;
    variant = spec.variants[shown] ?? variant;
    if (plot === null || !hasSameLines(before, variant)) {
      draw();
      return;
    }
    bands.splice(0, bands.length, ...spec.bands);
    refillPlot(plot, variant, yLog);
  };
  return { repaint: () => plot?.redraw(false), update };
}

/** Ways to fill the chart: buttons while they are few, a list where they are many. */
function choice(id: string, names: readonly string[], choose: (index: number) => void): HTMLElement {
  if (names.length > 5) {
    const list = element(
      'select',
      { 'aria-label': 'Shown' },
      names.map((name, i) => element('option', { value: String(i) }, [name])),
    );
    list.addEventListener('change', () => choose(list.selectedIndex));
    return list;
  }
  const radios = names.map((name, i) => {
    const input = element('input', {
      type: 'radio',
      name: `show-${id}`,
      value: String(i),
      ...(i === 0 ? { checked: '' } : {}),
    });
    input.addEventListener('change', () => choose(i));
    return element('label', {}, [input, element('span', {}, [name])]);
  });
  return element('fieldset', { class: 'choice' }, [element('legend', { class: 'sr' }, ['Shown']), ...radios]);
}

function toggle(name: string, on: boolean, change: (on: boolean) => void): HTMLElement {
  const input = element('input', { type: 'checkbox', ...(on ? { checked: '' } : {}) });
  input.addEventListener('change', () => change(input.checked));
  return element('label', { class: 'toggle' }, [input, name]);
}

/** The arrow keys move the cursor from point to point, so that values can be read without a mouse. */
function moveByKeys(host: HTMLElement, current: () => uPlot | null): void {
  host.addEventListener('keydown', (event) => {
    const plot = current();
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (plot === null || step === undefined) return;
    event.preventDefault();
    const xs = plot.data[0];
    const index = Math.max(
      0,
      Math.min(xs.length - 1, (plot.cursor.idx ?? (step > 0 ? -1 : xs.length)) + step),
    );
    plot.setCursor({ left: plot.valToPos(xs[index] ?? 0, 'x'), top: plot.over.clientHeight / 2 });
  });
}
