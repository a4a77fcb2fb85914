import { followTheme } from '@benchwright/page-kit/theme';
import type { ChartSpec } from '../src/html/chart/chart-spec.js';
import { type Chart, createChart } from './chart.js';
import { startLive } from './live.js';

/** The script of both pages: of a report, which fetches nothing (and whose policy would not let it), and of a run under way, which is told where its events come from. */
function start(): void {
  const charts: Chart[] = [];
  followTheme(() => {
    for (const chart of charts) chart.repaint();
  });
  const { live } = document.documentElement.dataset;
  if (live === undefined) showReport(charts);
  else charts.push(...startLive(live));
}

/** Draws the charts from the data beside them, and minds the copy buttons. */
function showReport(charts: Chart[]): void {
  const specs = JSON.parse(document.getElementById('charts')?.textContent ?? '[]') as ChartSpec[];
  for (const spec of specs) {
    const figure = document.querySelector<HTMLElement>(`[data-chart="${spec.id}"]`);
    if (figure !== null) charts.push(createChart(figure, spec));
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('button.copy')) {
    button.addEventListener('click', () => void copy(button));
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const text = button.parentElement?.querySelector('code')?.textContent ?? '';
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    // A page from a file may not reach the clipboard: what is selected can be copied by hand.
    const code = button.parentElement?.querySelector('code');
    if (code !== null && code !== undefined) getSelection()?.selectAllChildren(code);
    button.textContent = 'Selected';
  }
}

start();
