import { growYoungGeneration, type Suite } from '@benchwright/load-driver';
import type { RunResult } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadEntries } from '../measure/load-options.js';
import { measureRequestOf } from '../measure/measure-request.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import { readStoredRun } from '../measure/open-resumed.js';
import { resolveConfig } from '../measure/resolve-config.js';
import { flagEntries, setEntries } from '../measure/set-flags.js';
import { pageOf, resultText } from '../output/result-text.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import type { WefMode } from './wef-modes.js';
import { wefOptions } from './wef-options.js';
import { fitMode } from './wef-preset.js';

type Input = CommandInput<typeof wefOptions>;

const EXAMPLES: Readonly<Record<WefMode['name'], readonly (readonly [string, string])[]>> = {
  baseline: [
    ['wef baseline', 'against a collector that it starts itself'],
    ['wef baseline --endpoint http://localhost:5985 --events 200000', 'against one that runs already'],
  ],
  target: [
    ['wef target --rate 100k', 'ten seconds of 100,000 events a second'],
    [
      'wef target --rate 500k --no-store',
      'receive-only: nothing is written, so this says nothing about storing',
    ],
    [
      'wef target --load search --slo "p99<100ms,errors<=0" --from 10k',
      'the highest rate that meets the SLO',
    ],
    ['wef target --load 0-100k/s:30s,100k/s:1m', 'a ramp'],
  ],
  sustained: [
    ['wef sustained --quick', 'ten seconds, stored and proved'],
    ['wef sustained --duration 2m --rate 5000 --event-type 4625', 'the same at another rate'],
  ],
};

/** `wef baseline`, `wef target` or `wef sustained`: the original's test, measured by the suite. */
export function wefModeCommand(entry: SuiteEntry, mode: WefMode) {
  return defineCommand({
    path: ['wef', mode.name],
    summary: mode.summary,
    details: mode.details,
    options: wefOptions,
    examples: EXAMPLES[mode.name],
    run: (input: Input, context) => runMode(entry, mode, input, context),
  });
}

async function runMode(
  entry: SuiteEntry,
  mode: WefMode,
  { options }: Input,
  context: CliContext,
): Promise<ExitCode> {
  const loaded = await entry.load();
  const asked = measureRequestOf(
    options,
    [...setEntries(options.set ?? []), ...loadEntries(flagEntries(wefOptions, options), options.config)],
    ['wef', mode.name],
    context,
  );
  const { preset, quick } = await fitMode(mode, loaded, asked);
  const suite: Suite = { ...loaded, quick };
  const request: MeasureRequest = asked.resume === undefined ? { ...asked, preset } : asked;
  const format = options.output ?? 'console';
  const { stdout } = context.streams;
  if (options.dryRun === true) {
    stdout.write(await dryRunText(suite, request, format === 'json' ? 'json' : 'text'));
    return EXIT.fine;
  }
  growYoungGeneration();
  const remarks = format === 'console' ? { remarks: await remarksOf(suite, request) } : {};
  const page = pageOf(stdout, context.env);
  const measured = await measureSuite(suite, { ...request, ...remarks }, context, (result) => {
    stdout.write(resultText(result, format === 'csv' ? `${suite.id}:csv` : format, suite, page));
  });
  if (format === 'console' && measured.result !== null) {
    stdout.write(await consoleText(measured.folder, measured.result));
  }
  return measured.code;
}

/** The original's report of a run, from its records: the result does not hold which events were stored. */
async function consoleText(folder: string, result: RunResult): Promise<string> {
  const { renderWefConsole } = await import('@benchwright/wef-load');
  const { header, content } = await readStoredRun(folder);
  const { finishedAt, outcome } = result.run;
  return renderWefConsole({ header, trials: content.trials, finishedAt, outcome }, result);
}

/** What the original says while it runs. A run that is resumed has its own config. */
async function remarksOf(
  suite: Suite,
  request: MeasureRequest,
): Promise<NonNullable<MeasureRequest['remarks']>> {
  const { wefConfigSchema, wefRemarks } = await import('@benchwright/wef-load');
  if (request.resume !== undefined) return () => [];
  const { value } = await resolveConfig(suite, request);
  return wefRemarks(wefConfigSchema.parse(value));
}
