import { toTerminalSafeJson } from '@benchwright/report';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { DEFAULT_RESULTS_FOLDER, resultsFolderOption } from '../measure/run-options.js';
import { writeProblem } from '../output/problem.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, verboseOption } from '../spec/option-spec.js';

const options = {
  failOnOpen: onOff('--fail-on-open', 'end with 1 while an item is not done'),
  resultsFolder: resultsFolderOption('-o, --results-dir <dir>'),
  json: onOff('--json', 'print it as JSON'),
  verbose: verboseOption,
} as const;

type Input = CommandInput<typeof options>;

/** `did checklist`: the guide's checklist, ticked by what is in the results folder. */
export const didChecklistCommand = defineCommand({
  path: ['did', 'checklist'],
  summary: 'The guide’s benchmarking checklist: what has evidence, and what has not',
  details:
    'Looks through the results folder: runs, baselines, profiles, monitoring.csv, metrics.csv and the notes of the history. Invalid runs prove nothing. An item with [~] has something to show that does not settle it.',
  options,
  examples: [
    ['did checklist', 'what is left to do'],
    ['did checklist --fail-on-open', 'before a release'],
  ],
  run: (input: Input, context) => showChecklist(input, context),
});

async function showChecklist({ options: o }: Input, context: CliContext): Promise<ExitCode> {
  const { gatherEvidence, judgeChecklist, renderChecklist } = await import('@benchwright/did-api-bench');
  const evidence = await gatherEvidence(o.resultsFolder ?? DEFAULT_RESULTS_FOLDER);
  const items = judgeChecklist(evidence);
  const { stdout } = context.streams;
  if (o.json === true) stdout.write(toTerminalSafeJson(items));
  else stdout.write(renderChecklist(items));
  for (const message of evidence.problems) writeProblem(context, { label: 'warning', message });
  if (evidence.invalidRuns > 0) {
    const message = `${evidence.invalidRuns} invalid ${evidence.invalidRuns === 1 ? 'run proves' : 'runs prove'} nothing`;
    writeProblem(context, { label: 'warning', message });
  }
  return o.failOnOpen === true && items.some(({ state }) => state !== 'done') ? EXIT.gateFailed : EXIT.fine;
}
