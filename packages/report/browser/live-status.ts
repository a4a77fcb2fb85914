import type { LiveTrial } from '../src/live/live-event.js';
import { type LiveState, liveErrors } from '../src/live/live-state.js';
import { formatCount, formatValue } from '../src/scale/scale.js';
import { terminalSafe } from '../src/text/terminal-safe.js';
import { element } from './element.js';

const KINDS = { live: 'good', reconnecting: 'warn', ended: 'calm' } as const;

/** Whether what is seen is of now. */
export function showConnection(now: keyof typeof KINDS): void {
  const pill = byId('live-connection');
  pill.textContent = now;
  pill.className = `pill ${KINDS[now]}`;
}

/** Everything on the page but the charts. */
export function showState(state: LiveState): void {
  const { run, trial, sample, outcome, doing, trialsDone, warnings } = state;
  if (run !== null) {
    byId('live-title').textContent = terminalSafe(run.title);
    byId('live-run').textContent = terminalSafe(`${run.suite}, run ${run.runId}, seed ${run.seed}`);
    document.title = `${run.suite} ${trialsDone}/${run.trials} – Benchwright`;
    byId('live-extent').textContent =
      `${trialsDone} of ${run.trials} ${run.isSearch ? 'probes at most' : 'trials'} done, ${run.cells} ${run.cells === 1 ? 'cell' : 'cells'}`;
    byId('live-progress').setAttribute('value', String(run.trials > 0 ? trialsDone / run.trials : 0));
  }
  const phase = sample?.phase === 'warmup' ? ', warming up' : '';
  const left = sample === null || sample.left === '' ? '' : `, ${sample.left}`;
  const measuring = trial === null ? '' : `${trial.cell}, trial ${trial.trial + 1}${phase}${left}`;
  // A status is read aloud at each change: only what is new is written.
  setText(
    byId('live-doing'),
    terminalSafe(outcome === null ? doing || measuring : `the run has ${ENDED[outcome]}`),
  );
  showFigures(state);
  showErrors(state);
  showTrials(run?.runId ?? '', state.trials, trialsDone);
  byId('live-warnings').hidden = warnings.length === 0;
  byId('live-warnings')
    .querySelector('ul')
    ?.replaceChildren(...warnings.map((text) => element('li', {}, [terminalSafe(text)])));
}

const ENDED = {
  completed: 'ended; the report is being made',
  interrupted: 'been interrupted; the report of what was measured is being made',
  failed: 'failed',
} as const;

function showFigures({ sample }: LiveState): void {
  const figures: [name: string, value: string][] =
    sample === null
      ? []
      : [
          ['answered', formatValue('/s', sample.completedPerSec)],
          ['offered', formatValue('/s', sample.offeredPerSec)],
          ['p50', time(sample.p50Ns)],
          ['p99', time(sample.p99Ns)],
          ['failed', formatCount(sample.failed)],
          ['dropped', formatCount(sample.dropped)],
          ['in flight', formatCount(sample.inFlight)],
          ['waiting', formatCount(sample.queued)],
          ['generator CPU', `${sample.cpuCores.toFixed(2)} cores`],
          ['send lag p99', formatValue('ns', sample.sendLagP99Ns)],
        ];
  byId('live-figures').replaceChildren(
    ...figures.map(([name, value]) =>
      element('div', {}, [element('dt', {}, [name]), element('dd', {}, [value])]),
    ),
  );
}

function showErrors(state: LiveState): void {
  const errors = liveErrors(state);
  if (errors.length === 0) byId('live-errors').replaceChildren('None so far.');
  else
    byId('live-errors').replaceChildren(
      table(
        ['class', 'requests'],
        errors.map(([name, count]) => [terminalSafe(name), formatCount(count)]),
      ),
    );
}

const SHOWN_TRIALS = 20;

function showTrials(runId: string, trials: readonly LiveTrial[], done: number): void {
  const host = byId('live-trials');
  // What has not changed is not made anew: a reader may be selecting in it.
  if (host.dataset.shown === `${runId} ${done}`) return;
  host.dataset.shown = `${runId} ${done}`;
  const last = trials.slice(-SHOWN_TRIALS).reverse();
  if (last.length === 0) {
    host.replaceChildren(element('p', { class: 'muted' }, ['None yet.']));
    return;
  }
  const rows = last.map((trial) => [
    `${terminalSafe(trial.cell)}, trial ${trial.trial + 1}`,
    formatCount(trial.ok),
    formatCount(trial.failed),
    formatCount(trial.dropped),
    formatValue('/s', trial.ratePerSec),
    time(trial.p50Ns),
    time(trial.p99Ns),
    `${formatValue('ns', trial.durationNs)}${trial.cutShort ? ', cut short' : ''}`,
  ]);
  host.replaceChildren(table(['trial', 'ok', 'failed', 'dropped', 'rate', 'p50', 'p99', 'took'], rows));
  if (done > last.length)
    host.append(element('p', { class: 'note' }, [`The last ${last.length} of ${done}.`]));
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const kind = (i: number): string => (i === 0 ? 't' : 'n');
  const head = columns.map((title, i) => element('th', { scope: 'col', class: kind(i) }, [title]));
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      row.map((cell, i) =>
        i === 0 ? element('th', { scope: 'row' }, [cell]) : element('td', { class: kind(i) }, [cell]),
      ),
    ),
  );
  const made = element('table', {}, [
    element('thead', {}, [element('tr', {}, head)]),
    element('tbody', {}, body),
  ]);
  return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': columns[0] ?? '' }, [
    made,
  ]);
}

function time(ns: number | null): string {
  return ns === null ? '–' : formatValue('ns', ns);
}

function setText(host: HTMLElement, text: string): void {
  if (host.textContent !== text) host.textContent = text;
}

function byId(id: string): HTMLElement {
  return document.getElementById(id) ?? document.body;
}
