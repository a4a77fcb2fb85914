import { formatCount, formatValue, terminalSafe } from '@benchwright/report';
import type { Load, Plan, SearchLoad } from '@benchwright/result-schema';

/** One field of the resolved config, and what set it. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly origin: string;
}

export interface PlannedRun {
  readonly suite: { readonly id: string; readonly title: string };
  readonly plan: Plan;
  /** Where the requests would go; empty when the suite starts its own target. */
  readonly targets: readonly string[];
  readonly resultsFolder: string;
  readonly settings: readonly Setting[];
  /** What the config asks for and the plan does not have. */
  readonly leftOut: readonly string[];
  /** What so many trials can tell apart on this machine; empty where that is not known. */
  readonly resolution: readonly string[];
}

/** What `--dry-run` prints: everything that would happen, in order, and that nothing was sent. Pure. */
export function planText(planned: PlannedRun): string {
  const { suite, plan, targets, resultsFolder, settings, leftOut, resolution } = planned;
  const lines = [
    `${suite.id}: ${suite.title}`,
    `target   ${targets.length === 0 ? 'started by the suite on this machine' : targets.join(', ')}`,
    `results  ${resultsFolder}/${suite.id}/<run id>/`,
    `seed     ${plan.seed} (--seed ${plan.seed} runs exactly this plan)`,
    '',
    'Settings, and where each comes from',
    ...aligned(settings.map(({ name, value, origin }) => [name, value, origin])),
    '',
    'Cells',
    ...aligned(plan.cells.map(({ id, factors }) => [id, factorText(factors)])),
    '',
    ...stepLines(plan),
    '',
    ...headed('Left out', leftOut),
    ...headed('What they can tell, as this machine was calibrated', resolution),
    'Nothing was sent: this is a dry run.',
  ];
  return `${lines.map((line) => terminalSafe(line)).join('\n')}\n`;
}

function headed(title: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [title, ...texts.map((text) => `  ${text}`), ''];
}

/** Settings one per line, as `--verbose` shows them. */
export function settingLines(settings: readonly Setting[]): string[] {
  return aligned(settings.map(({ name, value, origin }) => [name, value, origin])).map((line) =>
    terminalSafe(line),
  );
}

function stepLines(plan: Plan): string[] {
  const searches = plan.cells.flatMap((cell) => (cell.search ? [{ id: cell.id, search: cell.search }] : []));
  if (searches.length === 0)
    return [
      `Trials, in the order in which they would run: ${plan.order.length}`,
      ...aligned(trialRows(plan)),
    ];
  return [
    'Searches, which take turns probe by probe',
    ...searches.flatMap(({ id, search }) =>
      searchLines(search).map((line, i) => `  ${i === 0 ? id : ' '.repeat(id.length)}  ${line}`),
    ),
    '',
    'First probes, in the order in which they would run; the others follow from what these show',
    ...aligned(trialRows(plan)),
  ];
}

/** The strategy of a search in words. */
function searchLines(search: SearchLoad): string[] {
  const { slo, fromRatePerSec, toRatePerSec, growth, precision, maxProbes, probeDurationNs, arrivals } =
    search;
  const perSec = (rate: number): string => formatValue('/s', rate);
  const most = formatValue('ns', maxProbes * probeDurationNs);
  const within = `±${Number((precision * 100).toPrecision(3))} %`;
  return [
    `the highest rate that meets ${slo.join(',')}`,
    `from ${perSec(fromRatePerSec)}, each rate ${growth} times the one before, until one is missed (at most ${perSec(toRatePerSec)})`,
    `then where the limit most probably lies, until its 95 % interval is within ${within}`,
    `${formatValue('ns', probeDurationNs)} each, ${arrivals === 'poisson' ? 'Poisson arrivals' : 'evenly spaced arrivals'}; at most ${maxProbes} probes, ${most}`,
  ];
}

function trialRows(plan: Plan): string[][] {
  const loads = new Map(plan.cells.map((cell) => [cell.id, cell.trialLoads]));
  const searching = new Set(plan.cells.filter((cell) => cell.search).map(({ id }) => id));
  return plan.order.map(({ cell, trial }, index) => {
    const load = loads.get(cell)?.[trial];
    const name = searching.has(cell) ? 'probe' : 'trial';
    return [String(index + 1), cell, `${name} ${trial + 1}`, load === undefined ? '' : loadText(load)];
  });
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}

/** One load in words. */
export function loadText(load: Load): string {
  switch (load.model) {
    case 'iterations':
      return `${formatCount(load.count)} requests, ${load.concurrency} at a time`;
    case 'closed':
      return `${load.concurrency} at a time for ${formatValue('ns', load.durationNs)}`;
    case 'constant':
      return `${formatValue('/s', load.ratePerSec)} for ${formatValue('ns', load.durationNs)}`;
    case 'poisson':
      return `${formatValue('/s', load.ratePerSec)} on average, Poisson arrivals, for ${formatValue('ns', load.durationNs)}`;
    case 'stages': {
      const stages = load.stages.map((_, i) => stageText(load, i));
      return `from ${formatValue('/s', load.startRatePerSec)} ${stages.join(', ')}`;
    }
  }
}

/** Shorter than a nanosecond, a stage is a jump: that is how one is written as a ramp. */
function stageText({ startRatePerSec, stages }: Extract<Load, { model: 'stages' }>, index: number): string {
  const { toRatePerSec = 0, overNs = 0 } = stages[index] ?? {};
  const before = stages[index - 1]?.toRatePerSec ?? startRatePerSec;
  const rate = formatValue('/s', toRatePerSec);
  if (overNs < 1) return `at once to ${rate}`;
  const time = formatValue('ns', overNs);
  return toRatePerSec === before ? `for ${time}` : `to ${rate} over ${time}`;
}

function factorText(factors: Plan['cells'][number]['factors']): string {
  return Object.entries(factors)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
