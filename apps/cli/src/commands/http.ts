import { renderJson } from '@benchwright/report';
import type { ConfigEntry } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import { resolveConfig } from '../measure/resolve-config.js';
import { DEFAULT_RESULTS_FOLDER } from '../measure/run-options.js';
import { flagEntries, setEntries } from '../measure/set-flags.js';
import { pageOf, resultText } from '../output/result-text.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { UsageError } from '../usage-error.js';
import { httpOptions } from './http-options.js';

type Input = CommandInput<typeof httpOptions>;

/** `http`: any HTTP endpoint under load, in place of wrk, oha or hey. */
export function httpCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['http'],
    summary: 'Put load on an HTTP endpoint',
    details:
      'Time and requests are divided into trials, which the intervals rest on. Path, query, header values and body may hold {{int 1 10000}}, {{uuid}} and {{seq}}.',
    args: [{ form: '[url]', summary: 'what is measured; required unless the config gives it' }],
    options: httpOptions,
    examples: [
      ['http http://localhost:8080/ -c 50 -d 30s', 'as much as 50 connections can ask for'],
      [
        "http 'http://localhost:8080/users/{{int 1 10000}}' -R 1000/s",
        'a thousand different requests per second',
      ],
      ['http http://localhost:8080/users -m POST -b @user.json -n 1000', 'exactly 1000 requests with a body'],
      ['http http://localhost:8080/ --load 0-2000/s:1m,2000/s:2m --trials 1', 'a rate that climbs and stays'],
    ],
    run: (input: Input, context) => runHttp(entry, input, context),
  });
}

async function runHttp(entry: SuiteEntry, input: Input, context: CliContext): Promise<ExitCode> {
  const { options } = input;
  const { stdout } = context.streams;
  const suite = await entry.load();
  const request = requestOf(input, context);
  if (request.resume === undefined) {
    const { origins } = await resolveConfig(suite, request);
    if (origins.originOf(['url']) === 'default') {
      throw new UsageError(
        'no URL is given',
        'name what to measure, such as http://localhost:8080/ (benchwright run http measures a server of its own)',
      );
    }
  }
  if (options.dryRun === true) {
    stdout.write(await dryRunText(suite, request, options.json === true ? 'json' : 'text'));
    return EXIT.fine;
  }
  const page = pageOf(stdout, context.env);
  const measured = await measureSuite(suite, request, context, (result) => {
    stdout.write(
      options.json === true ? renderJson(result) : resultText(result, `${suite.id}:text`, suite, page),
    );
  });
  return measured.code;
}

function requestOf({ args, options }: Input, { env }: CliContext): MeasureRequest {
  const [url] = args;
  if (options.requests !== undefined && options.duration !== undefined) {
    throw new UsageError(
      '-n (--requests) and -d (--duration) cannot be used together',
      'a run ends after so many requests or after so long: leave one of them out',
    );
  }
  return {
    file: options.config,
    quick: options.quick === true,
    entries: [
      ...setEntries(options.set ?? []),
      ...flagEntries(httpOptions, options),
      ...bodyEntries(options.body),
      ...(url === undefined ? [] : [{ origin: 'the URL', path: ['url'], value: url }]),
    ],
    env,
    seed: options.seed,
    resume: options.resume,
    resultsFolder: options.resultsFolder ?? DEFAULT_RESULTS_FOLDER,
    progress: options.progress ?? 'auto',
    verbose: options.verbose === true,
    command: url === undefined ? ['http'] : ['http', url],
  };
}

/** `-b text` and `-b @file`, as curl, hey and bombardier have them. */
function bodyEntries(body: string | undefined): ConfigEntry[] {
  if (body === undefined) return [];
  const isFile = body.startsWith('@');
  return [
    { origin: '--body', path: ['body'], value: isFile ? null : body },
    { origin: '--body', path: ['bodyFile'], value: isFile ? body.slice(1) : null },
  ];
}
