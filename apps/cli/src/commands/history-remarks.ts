import { join } from 'node:path';
import { followSeries, type HistoryChange, historySeries } from '@benchwright/report';
import { appendHistory, type HistoryContent, type HistorySeriesName } from '@benchwright/result-schema';
import { isoTime } from '../cli-clock.js';
import type { CliContext } from '../cli-context.js';
import { EXIT } from '../exit-codes.js';
import { HISTORY_FILE } from '../history/history-file-name.js';
import { loadHistory, runIdNamed } from '../history/load-history.js';
import { DEFAULT_RESULTS_FOLDER, resultsFolderOption } from '../measure/run-options.js';
import { defineCommand } from '../spec/command-spec.js';
import { verboseOption } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

const options = { resultsFolder: resultsFolderOption('-o, --output <dir>'), verbose: verboseOption } as const;

export const historyAnnotateCommand = defineCommand({
  path: ['history', 'annotate'],
  summary: 'Write down what is known about a run',
  details: 'The note is added to the history and shown wherever the run is.',
  args: [
    { form: '<run>', summary: 'a run’s id, or how it begins' },
    { form: '<text>', summary: 'what there is to know' },
  ],
  options,
  examples: [['history annotate 20261121T0102 "new disk"', 'so that nobody looks for the cause in the code']],
  run: async ({ args, options: given }, context) => {
    const folder = given.resultsFolder ?? DEFAULT_RESULTS_FOLDER;
    const run = runIdNamed(args[0] ?? '', await loadHistory(folder, context));
    const note = (args[1] ?? '').trim();
    if (note === '') throw new UsageError('the note is empty', 'put the text into quotes');
    await appendHistory(join(folder, HISTORY_FILE), [
      { type: 'note', v: 1, at: isoTime(context.clock), run, text: note },
    ]);
    context.streams.stdout.write(`noted: ${run}\n`);
    return EXIT.fine;
  },
});

export const historyAcceptCommand = defineCommand({
  path: ['history', 'accept'],
  summary: 'Make the level of a run, or of one change, the new normal',
  details:
    'An accepted change is not reported as a regression again. A run accepts everything that had changed by then; the id of a change, as `history trend` shows it, that series alone.',
  args: [
    { form: '<run-or-change>', summary: 'a run’s id, or how it begins; or the id of a change' },
    { form: '[why]', summary: 'the reason, for whoever asks later' },
  ],
  options,
  examples: [['history accept 3f2a1c0 "signatures are checked now"', 'one change that is meant to be so']],
  run: async ({ args, options: given }, context) => {
    const folder = given.resultsFolder ?? DEFAULT_RESULTS_FOLDER;
    const content = await loadHistory(folder, context);
    const { run, series } = acceptedBy(args[0] ?? '', content);
    const why = (args[1] ?? '').trim();
    await appendHistory(join(folder, HISTORY_FILE), [
      {
        ...{ type: 'accept', v: 1, at: isoTime(context.clock), run },
        ...(series === null ? {} : { series }),
        ...(why === '' ? {} : { why }),
      },
    ]);
    writeAccepted(run, series, context);
    return EXIT.fine;
  },
});

interface Accepted {
  readonly run: string;
  readonly series: HistorySeriesName | null;
}

/** A change by its id, else a run. Changes are looked for with the settings of `history trend`; no run's id looks like a change's. */
function acceptedBy(name: string, content: HistoryContent): Accepted {
  if (!/^[0-9a-f]{7}$/.test(name) || content.cells.some(({ run }) => run.startsWith(name))) {
    return { run: runIdNamed(name, content), series: null };
  }
  const change = changesOf(content).find(({ id }) => id === name);
  if (change !== undefined) return { run: change.first.run, series: change.series };
  throw new UsageError(
    `there is no change '${name}' in the history`,
    'run `benchwright history trend` again: more runs may have moved it; or accept the run it begins with',
    'ERR_NOT_A_CHANGE',
  );
}

/** Series by series, at the largest significance there is, so that every change that a trend may show is among them. */
function changesOf(content: HistoryContent): HistoryChange[] {
  return historySeries(content).flatMap(
    (series) => followSeries([series], [], { minChangeShare: 0 })[0]?.changes ?? [],
  );
}

function writeAccepted(run: string, series: HistorySeriesName | null, { streams }: CliContext): void {
  const what =
    series === null
      ? `all levels of run ${run}`
      : `${series.statistic} of ${series.metric} of ${series.cell} since run ${run}`;
  streams.stdout.write(`accepted as normal: ${what}\n`);
}
