import type { Suite } from '@benchwright/load-driver';
import { growYoungGeneration } from '@benchwright/load-driver';
import { renderJson } from '@benchwright/report';
import type { ConfigEntry } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadEntries } from '../measure/load-options.js';
import { measureRequestOf } from '../measure/measure-request.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import { flagEntries, setEntries } from '../measure/set-flags.js';
import { pageOf, resultText } from '../output/result-text.js';
import type { OptionSpecs, OptionValues } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';
import type { endpointOptions, loadOptions } from './endpoint-options.js';

type Shared = OptionValues<typeof loadOptions & typeof endpointOptions>;

/** An argument that stands for a field of the config. */
export type ArgumentEntry = readonly [name: string, path: readonly string[], value: string | undefined];

/** What the command line of `http` or `grpc` asks for. Throws UsageError for options that exclude each other. */
export function endpointRequest(
  command: string,
  args: readonly ArgumentEntry[],
  specs: OptionSpecs,
  options: Shared,
  more: readonly ConfigEntry[],
  context: CliContext,
): MeasureRequest {
  if (options.requests !== undefined && options.duration !== undefined) {
    throw new UsageError(
      '-n (--requests) and -d (--duration) cannot be used together',
      'a run ends after so many requests or after so long: leave one of them out',
    );
  }
  if (options.load === 'search' && options.duration !== undefined) {
    throw new UsageError(
      '-d (--duration) cannot be used with --load search',
      'a search takes as many probes as it needs: say with --probe how long each of them is',
    );
  }
  const given = args.flatMap(([name, path, value]) =>
    value === undefined ? [] : [{ origin: name, path, value }],
  );
  if (options.timeout?.includes('/')) {
    throw new UsageError(
      `-T (--timeout) is how long one request may take, got '${options.timeout}'`,
      `for what -T is in ab, hey and oha write -H 'Content-Type: ${options.timeout}'`,
    );
  }
  return measureRequestOf(
    options,
    [
      ...setEntries(options.set ?? []),
      ...loadEntries(flagEntries(specs, options), options.config),
      ...more,
      ...given,
    ],
    [command, ...given.map(({ value }) => value)],
    context,
  );
}

/** Measures, or shows the plan, and prints what was asked for. */
export async function runEndpoint(
  suite: Suite,
  request: MeasureRequest,
  options: Shared,
  context: CliContext,
): Promise<ExitCode> {
  const { stdout } = context.streams;
  const json = options.json === true;
  if (options.dryRun === true) {
    stdout.write(await dryRunText(suite, request, json ? 'json' : 'text'));
    return EXIT.fine;
  }
  growYoungGeneration();
  const page = pageOf(stdout, context.env);
  const measured = await measureSuite(suite, request, context, (result) => {
    stdout.write(json ? renderJson(result) : resultText(result, `${suite.id}:text`, suite, page));
  });
  return measured.code;
}

/** `-b text` and `-b @file`, as curl, hey and bombardier have them. `without` is the text field's value when there is a file. */
export function bodyEntries(
  body: string | undefined,
  field: string,
  fileField: string,
  without: string | null,
): ConfigEntry[] {
  if (body === undefined) return [];
  const isFile = body.startsWith('@');
  return [
    { origin: '--body', path: [field], value: isFile ? without : body },
    { origin: '--body', path: [fileField], value: isFile ? body.slice(1) : null },
  ];
}
