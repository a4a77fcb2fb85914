import {
  type FollowedSeries,
  followSeries,
  type HistoryFilter,
  historySeries,
  renderTrend,
  renderTrendHtml,
  toTerminalSafeJson,
} from '@benchwright/report';
import { type HistoryContent, writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadHistory } from '../history/load-history.js';
import { DEFAULT_RESULTS_FOLDER, resultsFolderOption } from '../measure/run-options.js';
import { writeProblem } from '../output/problem.js';
import { pageOf } from '../output/result-text.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, shareOf, text, verboseOption, wholeNumber } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

const options = {
  suite: text('--suite <suite>', 'the suite', { otherwise: 'that of the latest run' }),
  cell: text('--cell <cell>', 'only this cell'),
  metric: text('--metric <metric>', 'only this metric, such as responseTimeNs'),
  statistic: text('--statistic <name>', 'only this statistic of it, such as p95'),
  machine: text('--machine <fingerprint>', 'runs of this machine', { otherwise: 'that of the latest run' }),
  settings: text('--settings <key>', 'runs with these settings', { otherwise: 'those of the latest run' }),
  all: onOff('--all', 'every machine and all settings, each in lines of its own'),
  last: wholeNumber('--last <count>', 'only the latest so many runs', { least: 1, otherwise: 'all' }),
  minChange: shareOf('--min-change <share>', 'changes smaller than this are not reported', {
    otherwise: '1%',
  }),
  minSegment: wholeNumber('--min-segment <runs>', 'least number of runs between two changes', {
    least: 2,
    most: 1000,
    otherwise: '3',
  }),
  seed: wholeNumber('--seed <number>', 'seed of the permutation tests', { otherwise: '1' }),
  html: text('--html <file>', 'write a page with plots to this file', { takesFile: true }),
  json: onOff('--json', 'print series, levels and changes as JSON'),
  failOnRegression: onOff('--fail-on-regression', 'end with 1 while there is an open regression'),
  resultsFolder: resultsFolderOption('-o, --output <dir>'),
  verbose: verboseOption,
} as const;

type Given = CommandInput<typeof options>['options'];

/** `history trend`: figures over time, and where they changed for good. */
export const historyTrendCommand = defineCommand({
  path: ['history', 'trend'],
  summary: 'Figures over time, and where they changed for good',
  details:
    'Runs of different machines or settings are never put in one line; invalid runs are left out. A change is found by E-divisive means with permutation tests, in series of fewer than 16 runs by a median CUSUM. An open regression is one that nobody accepted and nothing has made good since.',
  options,
  examples: [
    ['history trend', 'the latest run’s suite, machine and settings'],
    ['history trend --metric responseTimeNs --statistic p95 --html trend.html', 'one figure, with plots'],
    ['history trend --fail-on-regression', 'in CI'],
  ],
  run: showTrend,
});

async function showTrend(
  { options: given }: CommandInput<typeof options>,
  context: CliContext,
): Promise<ExitCode> {
  const content = await loadHistory(given.resultsFolder ?? DEFAULT_RESULTS_FOLDER, context);
  const filter = filterOf(given, content);
  const series = historySeries(content, filter);
  if (series.length === 0) throw nothingFound(given, content);
  const followed = followSeries(series, content.acceptances, {
    ...(given.minChange === undefined ? {} : { minChangeShare: given.minChange }),
    ...(given.minSegment === undefined ? {} : { minSegment: given.minSegment }),
    ...(given.seed === undefined ? {} : { seed: given.seed }),
  });
  const { stdout } = context.streams;
  if (given.html !== undefined) await writeFileAtomic(given.html, renderTrendHtml(followed));
  if (given.json === true) stdout.write(toTerminalSafeJson(followed));
  else stdout.write(renderTrend(followed, pageOf(stdout, context.env)));
  tellOthers(filter, content, context);
  return given.failOnRegression === true && followed.some(hasOpen) ? EXIT.gateFailed : EXIT.fine;
}

function hasOpen({ changes }: FollowedSeries): boolean {
  return changes.some(({ open }) => open);
}

/** What is not said is as the latest run has it, so that a history of many things shows one of them. */
function filterOf(given: Given, { cells }: HistoryContent): HistoryFilter {
  const latest = cells.findLast(
    (cell) =>
      (given.suite === undefined || cell.suite === given.suite) &&
      (given.cell === undefined || cell.cell === given.cell) &&
      (given.machine === undefined || cell.machine.startsWith(given.machine)) &&
      (given.settings === undefined || cell.config.startsWith(given.settings)),
  );
  const suite = latest?.suite ?? given.suite;
  const machine = given.all === true && given.machine === undefined ? undefined : latest?.machine;
  const config = given.all === true && given.settings === undefined ? undefined : latest?.config;
  const chosen = {
    suite,
    machine,
    config,
    cell: given.cell,
    metric: given.metric,
    statistic: given.statistic,
    last: given.last,
  };
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
}

function nothingFound({ suite, cell, metric, statistic }: Given, { cells }: HistoryContent): UsageError {
  const has = (what: string, names: Iterable<string>): string =>
    `${what}: ${[...new Set(names)].slice(0, 12).join(', ')}`;
  const of = cells.filter((known) => suite === undefined || known.suite === suite);
  const hint =
    of.length === 0
      ? has(
          'suites in it',
          cells.map((known) => known.suite),
        )
      : cell !== undefined && !of.some((known) => known.cell === cell)
        ? has(
            'cells in it',
            of.map((known) => known.cell),
          )
        : has(
            'metrics in it',
            of.flatMap((known) => Object.keys(known.metrics)),
          );
  const asked = [suite, cell, metric, statistic].filter((name) => name !== undefined).join(' ');
  return new UsageError(
    `the history has no valid figure of ${asked === '' ? 'the latest run' : asked}`,
    hint,
    'ERR_NO_HISTORY',
  );
}

/** A line that is short because the rest was measured elsewhere must not look like the whole history. */
function tellOthers(
  { suite, machine, config }: HistoryFilter,
  { cells }: HistoryContent,
  context: CliContext,
): void {
  const ofSuite = cells.filter((cell) => cell.suite === suite);
  const others = (field: 'machine' | 'config', shown: string | undefined): number =>
    shown === undefined ? 0 : new Set(ofSuite.map((cell) => cell[field])).size - 1;
  const [machines, settings] = [others('machine', machine), others('config', config)];
  if (machines + settings === 0) return;
  const parts = [
    ...(machines > 0 ? [`${machines} other machine${machines > 1 ? 's' : ''}`] : []),
    ...(settings > 0 ? [`${settings} other settings`] : []),
  ];
  writeProblem(context, {
    label: 'warning',
    message: `runs of ${parts.join(' and of ')} are not shown`,
    hint: 'all of them: --all',
  });
}
