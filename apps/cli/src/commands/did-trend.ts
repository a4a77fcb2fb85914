import { readFile } from 'node:fs/promises';
import {
  type FollowedSeries,
  followSeries,
  renderTrend,
  renderTrendHtml,
  toTerminalSafeJson,
} from '@benchwright/report';
import { writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { resultsFolderOption } from '../measure/run-options.js';
import { pageOf } from '../output/result-text.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, shareOf, text, verboseOption, wholeNumber } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';
import { historyTrendCommand } from './history-trend.js';

const options = {
  cell: text('--cell <cell>', 'only this operation, such as verify'),
  metric: text('--metric <metric>', 'only this metric, such as responseTimeNs'),
  statistic: text('--statistic <name>', 'only this statistic of it, such as p95'),
  last: wholeNumber('--last <count>', 'only the latest so many runs', { least: 1, otherwise: 'all' }),
  minChange: shareOf('--min-change <share>', 'changes smaller than this are not reported', {
    otherwise: '1%',
  }),
  html: text('--html <file>', 'write a page with plots to this file', { takesFile: true }),
  json: onOff('--json', 'print series, levels and changes as JSON'),
  failOnRegression: onOff('--fail-on-regression', 'end with 1 while there is an open regression'),
  resultsFolder: resultsFolderOption('-o, --results-dir <dir>'),
  verbose: verboseOption,
} as const;

type Input = CommandInput<typeof options>;

/** `did trend`: the guide's plot-metrics.py, with what changed for good marked. */
export const didTrendCommand = defineCommand({
  path: ['did', 'trend'],
  summary: 'Figures of a DID API over time, and where they changed for good',
  details:
    'Of the history, which knows the machine and the settings of every run (benchwright history trend has more options for it); or of a metrics.csv, this command’s or one of the guide’s form, whose rows are taken to be comparable.',
  args: [{ form: '[metrics.csv]', summary: 'a CSV of runs, in place of the history', takesFile: true }],
  options,
  examples: [
    ['did trend --html trend.html', 'all figures of the latest settings, with plots'],
    ['did trend --cell verify --statistic p95 --fail-on-regression', 'one figure, in CI'],
    ['did trend metrics.csv', 'what a continuous-benchmark.sh has gathered'],
  ],
  run: (input: Input, context) => showTrend(input, context),
});

async function showTrend({ args: [file], options: o }: Input, context: CliContext): Promise<ExitCode> {
  if (file === undefined) {
    return await historyTrendCommand.run({ args: [], options: { ...o, suite: 'did' } }, context);
  }
  const followed = await followedOf(file, o);
  const { stdout } = context.streams;
  if (o.html !== undefined) await writeFileAtomic(o.html, renderTrendHtml(followed));
  if (o.json === true) stdout.write(toTerminalSafeJson(followed));
  else stdout.write(renderTrend(followed, { ...pageOf(stdout, context.env), acceptable: false }));
  const isOpen = followed.some(({ changes }) => changes.some(({ open }) => open));
  return o.failOnRegression === true && isOpen ? EXIT.gateFailed : EXIT.fine;
}

async function followedOf(file: string, o: Input['options']): Promise<FollowedSeries[]> {
  const { metricsSeries, readMetricsCsv } = await import('@benchwright/did-api-bench');
  const content = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`cannot read ${file}: ${error.message}`, 'name a metrics.csv', 'ERR_NOT_READABLE');
  });
  const series = metricsSeries(file, readMetricsCsv(file, content)).filter(
    ({ name }) =>
      (o.cell === undefined || name.cell === o.cell) &&
      (o.metric === undefined || name.metric === o.metric) &&
      (o.statistic === undefined || name.statistic === o.statistic),
  );
  if (series.length === 0) {
    throw new UsageError(
      `${file} has no such figure`,
      'leave out --cell, --metric or --statistic',
      'ERR_NO_HISTORY',
    );
  }
  const shown = series.map((one) => ({
    ...one,
    points: o.last === undefined ? one.points : one.points.slice(-o.last),
  }));
  return followSeries(shown, [], o.minChange === undefined ? {} : { minChangeShare: o.minChange });
}
