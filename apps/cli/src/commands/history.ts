import {
  followSeries,
  historyRuns,
  historySeries,
  renderHistoryList,
  renderHistoryRun,
  toTerminalSafeJson,
} from '@benchwright/report';
import { EXIT } from '../exit-codes.js';
import { loadHistory, runIdNamed } from '../history/load-history.js';
import { rebuildHistory } from '../history/rebuild-history.js';
import { DEFAULT_RESULTS_FOLDER, resultsFolderOption } from '../measure/run-options.js';
import { writeProblem } from '../output/problem.js';
import { pageOf } from '../output/result-text.js';
import { type CommandSpec, defineCommand, type GroupSpec } from '../spec/command-spec.js';
import { onOff, text, verboseOption, wholeNumber } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';
import { historyAcceptCommand, historyAnnotateCommand } from './history-remarks.js';
import { historyTrendCommand } from './history-trend.js';

const resultsFolder = resultsFolderOption('-o, --output <dir>');
const json = onOff('--json', 'print it as JSON');
const DEFAULT_LAST = 20;

const listCommand = defineCommand({
  path: ['history', 'list'],
  summary: 'Runs that are in the history',
  details: 'Oldest first. Lines that begin with # are notes, those with = acceptances.',
  options: {
    suite: text('--suite <suite>', 'only runs of this suite'),
    last: wholeNumber('--last <count>', 'only the latest so many', {
      least: 1,
      otherwise: String(DEFAULT_LAST),
    }),
    json,
    resultsFolder,
    verbose: verboseOption,
  },
  examples: [['history list --suite http --last 5', 'what was measured last']],
  run: async ({ options }, context) => {
    const content = await loadHistory(options.resultsFolder ?? DEFAULT_RESULTS_FOLDER, context);
    const runs = historyRuns(content).filter(
      ({ suite }) => options.suite === undefined || suite === options.suite,
    );
    const shown = runs.slice(-(options.last ?? DEFAULT_LAST));
    const { stdout } = context.streams;
    if (options.json === true) stdout.write(toTerminalSafeJson(shown));
    else {
      stdout.write(renderHistoryList(shown, pageOf(stdout, context.env)));
      if (shown.length < runs.length)
        stdout.write(`and ${runs.length - shown.length} earlier: --last ${runs.length}\n`);
    }
    return EXIT.fine;
  },
});

const showCommand = defineCommand({
  path: ['history', 'show'],
  summary: 'One run of the history, and the changes that begin with it',
  args: [{ form: '<run>', summary: 'a run’s id, or how it begins' }],
  options: { json, resultsFolder, verbose: verboseOption },
  examples: [['history show 20261121T0102', 'its figures, as the history keeps them']],
  run: async ({ args, options }, context) => {
    const content = await loadHistory(options.resultsFolder ?? DEFAULT_RESULTS_FOLDER, context);
    const id = runIdNamed(args[0] ?? '', content);
    const run = historyRuns(content).find((one) => one.run === id)!;
    const { suite, machine, config } = run;
    const followed = followSeries(historySeries(content, { suite, machine, config }), content.acceptances);
    const { stdout } = context.streams;
    const changes = followed.flatMap((one) => one.changes.filter(({ first }) => first.run === id));
    if (options.json === true) stdout.write(toTerminalSafeJson({ ...run, changes }));
    else stdout.write(renderHistoryRun(run, followed, pageOf(stdout, context.env)));
    return EXIT.fine;
  },
});

const rebuildCommand = defineCommand({
  path: ['history', 'rebuild'],
  summary: 'Make the history anew from the runs in the results folder',
  details:
    'Notes and acceptances stay. So do runs whose folders are gone, because the history is all that is left of them. Only completed runs are taken.',
  options: {
    prune: onOff('--prune', 'drop runs whose folders are gone'),
    json,
    resultsFolder,
    verbose: verboseOption,
  },
  examples: [['history rebuild -o results', 'after copying runs of another machine into it']],
  run: async ({ options }, context) => {
    const folder = options.resultsFolder ?? DEFAULT_RESULTS_FOLDER;
    const rebuilt = await rebuildHistory(folder, options.prune === true, context);
    const { file, runs, kept, skipped, saved } = rebuilt;
    const { stdout } = context.streams;
    if (options.json === true) stdout.write(toTerminalSafeJson(rebuilt));
    else stdout.write(`${file}: ${runs} runs${kept > 0 ? `, and ${kept} whose folders are gone` : ''}\n`);
    for (const { folder: where, why } of skipped) {
      writeProblem(context, { label: 'warning', message: `${where} is left out: ${why}` });
    }
    if (saved !== null) {
      writeProblem(context, {
        label: 'warning',
        message: `the old history had damaged lines; it is kept in ${saved}`,
      });
    }
    if (runs + kept === 0) {
      throw new UsageError(
        `there is no completed run in ${folder}`,
        'name the folder that runs are kept in: -o',
        'ERR_NO_HISTORY',
      );
    }
    return EXIT.fine;
  },
});

/** `history …`: what was measured before, over time. */
export const historyCommands: readonly CommandSpec[] = [
  listCommand,
  showCommand,
  historyTrendCommand,
  historyAnnotateCommand,
  historyAcceptCommand,
  rebuildCommand,
];

export const historyGroup: GroupSpec = {
  path: ['history'],
  summary: 'Runs over time: list, trend, notes, lasting changes',
};
