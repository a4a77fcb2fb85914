import type { ReportInput } from '../../input/report-input.js';
import { html } from '../html.js';
import { type PageSection, section } from './section.js';

/** Pictures of where time went. As images: whatever a picture holds, it can neither run nor fetch. */
export function flameSection(inputs: readonly ReportInput[]): PageSection | null {
  const graphs = inputs.flatMap(({ flameGraphs }) => flameGraphs);
  return section(
    'flame',
    'Where the time went',
    'The wider a box, the more of the samples had that function on the stack.',
    graphs.map(
      ({ title, svg }) =>
        html`<figure class="still"><figcaption>${title}</figcaption><img alt="Flame graph: ${title}" src="data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg.toWellFormed())}"></figure>`,
    ),
  );
}
