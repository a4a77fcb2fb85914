import { renderJson } from '@benchwright/report';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { checkBaselineName, saveBaseline } from '../gate/baseline-store.js';
import { findRun } from '../measure/load-run.js';
import { dryRunText, measureSuite } from '../measure/measure-suite.js';
import { pageOf, resultText } from '../output/result-text.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { didApiOptions, didTargetOptions } from './did-options.js';
import { endpointRequest } from './endpoint-run.js';

const options = { ...didTargetOptions, ...didApiOptions } as const;

type Input = CommandInput<typeof options>;

/** What the guide's baseline script measures, in its order. */
const OF_THE_GUIDE = 'health,verify,enroll';
const DEFAULT_NAME = 'main';

/** `did baseline`: a run that later ones are compared with. */
export function didBaselineCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['did', 'baseline'],
    summary: 'Measure a DID API and keep the run as a named baseline',
    details:
      'Health, verification and enrolment, as in the guide, unless other operations are named. The run is kept under the name, in place of the one before; an invalid one is not kept. benchwright did compare --baseline NAME measures the same again and compares.',
    args: [{ form: '[name]', summary: 'name of the baseline; otherwise main' }],
    options,
    examples: [
      ['did baseline --target http://127.0.0.1:8000', 'keep how the API is now, as main'],
      ['did baseline before-cache --quick', 'under another name'],
    ],
    run: (input: Input, context) => baseline(entry, input, context),
  });
}

async function baseline(
  entry: SuiteEntry,
  { args, options: given }: Input,
  context: CliContext,
): Promise<ExitCode> {
  const [name = DEFAULT_NAME] = args;
  checkBaselineName(name);
  const { stdout, stderr } = context.streams;
  const suite = await entry.load();
  const asked = endpointRequest('did', [], options, { ...given, literal: undefined }, [], context);
  const measured =
    given.operations !== undefined || given.resume !== undefined || given.config !== undefined
      ? asked.entries
      : [{ origin: 'did baseline', path: ['operations'], value: OF_THE_GUIDE }, ...asked.entries];
  const request = { ...asked, entries: measured, command: ['did', 'baseline', name] };
  const json = given.json === true;
  if (given.dryRun === true) {
    stdout.write(await dryRunText(suite, request, json ? 'json' : 'text'));
    return EXIT.fine;
  }
  const page = pageOf(stdout, context.env);
  const run = await measureSuite(suite, request, context, (result) => {
    stdout.write(json ? renderJson(result) : resultText(result, `${suite.id}:text`, suite, page));
  });
  const isWhole = run.result?.run.outcome === 'completed' && run.result.validity.verdict !== 'invalid';
  if (!isWhole) {
    stderr.write(
      `not kept as the baseline ${name}: ${run.result === null ? 'nothing was measured' : 'the run is cut short or invalid'}\n`,
    );
    return run.code;
  }
  const kept = await saveBaseline(name, await findRun(run.folder, context), request.resultsFolder);
  stderr.write(`kept as the baseline ${name}: ${kept}\n`);
  return run.code;
}
