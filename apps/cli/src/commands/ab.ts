import { growYoungGeneration } from '@benchwright/load-driver';
import { compareReplicates, type RunComparison } from '@benchwright/report';
import { type RunResult, writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import { readStoredRun } from '../measure/open-resumed.js';
import { flagEntries } from '../measure/set-flags.js';
import { comparisonText, isWorse } from '../output/comparison-text.js';
import { pageOf } from '../output/result-text.js';
import type { Registry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { UsageError } from '../usage-error.js';
import { abOptions, isFieldOf } from './ab-options.js';
import { limitsOf } from './comparison-options.js';
import { bodyEntries, endpointRequest } from './endpoint-run.js';

type Input = CommandInput<typeof abOptions>;
type Kind = 'command' | 'http';

/** `ab`: two commands or two URLs measured in turn in one run, and compared round by round. */
export function abCommand(registry: Registry) {
  return defineCommand({
    path: ['ab'],
    summary: 'Measure two commands or two URLs in turn, and compare them',
    details:
      'Both sides take turns, A B B A, so that what disturbs the machine disturbs both; they are compared round by round. Of URLs each side gets the load that http would offer; --duration and --requests are for each side. A command is timed run by run, with its CPU time and memory; an exit code other than 0 is a failed trial; lines name=value unit and results of Benchwright that it prints are compared as well.',
    options: abOptions,
    examples: [
      ["ab --base-cmd './old --n 5' --head-cmd './new --n 5' --trials 20", 'two programs'],
      [
        'ab --base-url http://localhost:8080/ --head-url http://localhost:8081/ -c 20 -d 30s',
        'two servers under the same load',
      ],
    ],
    run: (input: Input, context) => runAb(registry, input, context),
  });
}

async function runAb(registry: Registry, { options: given }: Input, context: CliContext): Promise<ExitCode> {
  const kind = given.resume === undefined ? kindOf(given) : await kindOfRun(given.resume);
  const entry = registry.suites.find(({ id }) => id === `ab-${kind}`);
  if (entry === undefined) throw new Error(`suite ab-${kind} is not registered`);
  const suite = await entry.load();
  const request = requestOf(kind, given, context);
  const format = given.json === true ? 'json' : (given.format ?? 'console');
  const { stdout } = context.streams;
  if (given.dryRun === true) {
    stdout.write(await dryRunText(suite, request, format === 'json' ? 'json' : 'text'));
    return EXIT.fine;
  }
  if (kind === 'http') growYoungGeneration();
  const { abSides } = await import('@benchwright/endpoint-load');
  const compared: RunComparison[] = [];
  const page = given.output === undefined ? pageOf(stdout, context.env) : { columns: 80, color: false };
  const texts: string[] = [];
  const measured = await measureSuite(suite, request, context, (result) => {
    const [base, head] = abSides(result, { base: labelOf(result, 'base'), head: labelOf(result, 'head') });
    compared.push(compareReplicates(base, head, { ...limitsOf(given), paired: true }));
    const shown = comparisonText(compared, format, page);
    if (given.output === undefined) stdout.write(shown);
    else texts.push(shown);
  });
  const [shown] = texts;
  if (given.output !== undefined && shown !== undefined) await writeFileAtomic(given.output, shown);
  if (measured.code !== EXIT.fine) return measured.code;
  return given.failOnRegression === true && compared.some(isWorse) ? EXIT.gateFailed : EXIT.fine;
}

function requestOf(kind: Kind, given: Input['options'], context: CliContext): MeasureRequest {
  const strange = flagEntries(abOptions, given).filter(({ path }) => !isFieldOf(kind, String(path[0])));
  if (strange.length > 0 || (kind === 'command' && given.body !== undefined)) {
    const names = [
      ...strange.map(({ origin }) => origin),
      ...(kind === 'command' && given.body ? ['--body'] : []),
    ];
    throw new UsageError(
      `${names.join(' and ')} cannot be used ${kind === 'command' ? 'with commands' : 'with URLs'}`,
      'an A/B run is of two commands or of two URLs',
    );
  }
  const search = { slo: undefined, from: undefined, to: undefined, probe: undefined, precision: undefined };
  const body = bodyEntries(given.body, 'body', 'bodyFile', null);
  return endpointRequest('ab', [], abOptions, { ...given, ...search }, body, context);
}

function kindOf({ baseCmd, headCmd, baseUrl, headUrl, config }: Input['options']): Kind {
  const commands = [baseCmd, headCmd].filter((side) => side !== undefined).length;
  const urls = [baseUrl, headUrl].filter((side) => side !== undefined).length;
  if (commands === 2 && urls === 0) return 'command';
  if (commands === 0 && (urls === 2 || config !== undefined)) return 'http';
  throw new UsageError(
    'ab needs two commands or two URLs',
    'give --base-cmd and --head-cmd, or --base-url and --head-url',
  );
}

/** A run goes on as what it was begun. */
async function kindOfRun(path: string): Promise<Kind> {
  const { header } = await readStoredRun(path);
  if (header.suite === 'ab-command') return 'command';
  if (header.suite === 'ab-http') return 'http';
  throw new UsageError(`${path} is a run of ${header.suite}, not of ab`, undefined, 'ERR_NOT_A_RUN');
}

/** The command or address as recorded, without secrets. */
function labelOf({ run, suite }: RunResult, side: 'base' | 'head'): string {
  const label = run.config[`${side}${suite === 'ab-http' ? 'Url' : 'Cmd'}`];
  return typeof label === 'string' ? label : side;
}
