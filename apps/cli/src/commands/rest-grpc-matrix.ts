import type { CliContext } from '../cli-context.js';
import type { ExitCode } from '../exit-codes.js';
import type { MeasureRequest } from '../measure/measure-suite.js';
import { prepareRun } from '../measure/open-run.js';
import { ceilingOption } from '../measure/run-options.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { text } from '../spec/option-spec.js';
import { ownTargetOptions, ownTargetRequest, runOwnTarget } from './rest-grpc-run.js';

const matrixOptions = {
  protocols: text('--protocols <list>', 'rest, grpc, graphql, rest-h2, grpc-web: what is compared', {
    configPath: ['protocols'],
    otherwise: 'rest,grpc',
  }),
  client: text('--client <kind>', 'raw: what the servers do; sdk: what an application sees', {
    configPath: ['client'],
    choices: ['raw', 'sdk'],
    otherwise: 'raw',
  }),
  operations: text('--operations <list>', 'calls of the users API, with a size where they have one', {
    configPath: ['operations'],
    otherwise: 'getUser,listUsers:100',
  }),
  concurrency: text('-c, --concurrency <list>', 'requests under way at any time: the axis of the lines', {
    configPath: ['concurrency'],
    otherwise: '1,8,64',
  }),
  networks: text(
    '--networks <list>',
    'none, lan, wan-50ms, wan-100ms, 3g, slow-3g, or delay=20ms,jitter=2ms,down=10Mbit/s,up=2Mbit/s; with fields, separated by semicolons',
    { configPath: ['networks'], otherwise: 'none,wan-50ms' },
  ),
  duration: text('-d, --duration <time>', 'how long each trial takes, and at least ten round trips', {
    configPath: ['duration'],
    otherwise: '1s',
  }),
  ceiling: ceilingOption,
  ...ownTargetOptions,
} as const;

type Input = CommandInput<typeof matrixOptions>;

/** `rest-grpc matrix`: protocols over concurrency, operation and network, and where their lines cross. */
export function restGrpcMatrixCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['rest-grpc', 'matrix'],
    summary: 'Find where the lines of the protocols cross',
    details:
      'Every combination of network, operation, concurrency and protocol is a cell; all are interleaved. The networks are a proxy on this machine that delays, jitters and limits. --dry-run says how long it would take.',
    options: matrixOptions,
    examples: [
      ['rest-grpc matrix --dry-run', 'the cells, and how long they take'],
      ['rest-grpc matrix --quick --networks none,3g', 'a first look, half a minute'],
      [
        'rest-grpc matrix --protocols rest,grpc,graphql -c 1,16,128 -o csv > cells.csv',
        'three protocols, as a table',
      ],
    ],
    run: (input: Input, context) => runMatrix(entry, input, context),
  });
}

async function runMatrix(entry: SuiteEntry, { options }: Input, context: CliContext): Promise<ExitCode> {
  const suite = await entry.load();
  const request = ownTargetRequest(['rest-grpc', 'matrix'], matrixOptions, options, context);
  return await runOwnTarget(suite, request, options, context, async () =>
    estimateText(await estimateNs(entry, request)),
  );
}

async function estimateNs(entry: SuiteEntry, request: MeasureRequest): Promise<number> {
  const { estimateMatrixNs, matrixConfigSchema } = await import('@benchwright/rest-grpc-compare');
  const { config, plan } = await prepareRun(await entry.load(), request, request.seed);
  return estimateMatrixNs(matrixConfigSchema.parse(config), plan);
}

/** `It would take about 3 min.` */
function estimateText(ns: number): string {
  const seconds = Math.ceil(ns / 1e9);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `It would take about ${minutes === 0 ? '' : `${minutes} min `}${rest} s.\n`;
}
