import { liveCharts } from '../src/live/live-charts.js';
import type { LiveEvent } from '../src/live/live-event.js';
import { type LiveState, NOTHING_YET, nextLiveState } from '../src/live/live-state.js';
import { type Chart, createChart } from './chart.js';
import { showConnection, showState } from './live-status.js';

/** Drawing shares the machine with what is measured: once a second is often enough to watch. */
const DRAW_EVERY_MS = 1000;

/** Shows a run as its server tells of it. The connection comes back by itself; the state that it begins with makes up for what was missed. */
export function startLive(source: string): Chart[] {
  let state = NOTHING_YET;
  let drawn: LiveState | null = null;
  const charts = new Map<string, Chart>();

  const draw = (): void => {
    if (drawn === state || document.hidden) return;
    drawn = state;
    showState(state);
    for (const spec of liveCharts(state)) charts.get(spec.id)?.update(spec);
  };
  const shown: Chart[] = [];
  for (const spec of liveCharts(state)) {
    const figure = document.querySelector<HTMLElement>(`[data-chart="${spec.id}"]`);
    if (figure === null) continue;
    const chart = createChart(figure, spec);
    charts.set(spec.id, chart);
    shown.push(chart);
  }

  const events = new EventSource(source);
  events.addEventListener('open', () => showConnection('live'));
  events.addEventListener('error', () =>
    showConnection(events.readyState === EventSource.CLOSED ? 'ended' : 'reconnecting'),
  );
  events.addEventListener('state', (message) => {
    state = JSON.parse(message.data) as LiveState;
    drawn = null;
    draw();
  });
  events.addEventListener('message', (message) => {
    state = nextLiveState(state, JSON.parse(message.data) as LiveEvent);
    // The end is not to wait for the next drawing.
    if (state.outcome !== null) draw();
  });
  events.addEventListener('report', () => {
    events.close();
    location.reload();
  });
  setInterval(draw, DRAW_EVERY_MS);
  document.addEventListener('visibilitychange', draw);
  return shown;
}
