import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadEntries, searchLoadOption, searchOptions, sloOption } from '../measure/load-options.js';
import { measureRequestOf } from '../measure/measure-request.js';
import { dryRunText, measureSuite } from '../measure/measure-suite.js';
import { resolveConfig } from '../measure/resolve-config.js';
import { ceilingOption, resultsFolderOption, runOptions } from '../measure/run-options.js';
import { flagEntries, setEntries } from '../measure/set-flags.js';
import { pageOf, resultText } from '../output/result-text.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { choice, text } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

/** The names of the users API's calls; a test holds them against the suite's schema. */
const OPERATIONS = ['getUser', 'listUsers', 'getUserOrders', 'searchUsers', 'createUser', 'bulkCreateUsers'];

/** The protocols that can be compared; a test holds them against the suite's. */
const PROTOCOLS = ['rest', 'grpc', 'graphql', 'rest-h2', 'grpc-web'];

export const restGrpcOptions = {
  requests: text(
    '-r, --requests <count>',
    'requests per protocol and client in all; required unless the config gives them',
    {
      configPath: ['requests'],
      environment: 'REST_GRPC_REQUESTS',
    },
  ),
  userIdRange: text('--user-id-range <min-max>', 'range that user ids are drawn from', {
    configPath: ['userIdRange'],
    otherwise: '1-10000',
  }),
  output: choice(
    '-o, --output <format>',
    ['console', 'json', 'csv'] as const,
    'form of the result on stdout',
    {
      otherwise: 'console',
    },
  ),
  protocols: text('--protocols <names>', 'what is compared; the first, in this order, is the baseline', {
    configPath: ['protocols'],
    choices: PROTOCOLS,
    otherwise: 'rest,grpc',
  }),
  client: text(
    '--client <names>',
    'raw: prepared bytes, what the servers do; sdk: client libraries, what an application sees',
    { configPath: ['clients'], choices: ['raw', 'sdk', 'raw,sdk', 'sdk,raw'], otherwise: 'raw,sdk' },
  ),
  restUrl: text('--rest-url <url>', 'base URL of the REST server', {
    configPath: ['restUrl'],
    otherwise: 'a server is started for the run; with another --…-url http://localhost:8080',
    environment: 'REST_GRPC_REST_URL',
  }),
  grpcUrl: text('--grpc-url <address>', 'host:port of the gRPC server', {
    configPath: ['grpcUrl'],
    otherwise: 'a server is started for the run; with another --…-url localhost:9090',
    environment: 'REST_GRPC_GRPC_URL',
  }),
  graphqlUrl: text('--graphql-url <url>', 'URL of the GraphQL server; without a path, /graphql', {
    configPath: ['graphqlUrl'],
    otherwise: 'a server is started for the run; with another --…-url http://localhost:8081',
    environment: 'REST_GRPC_GRAPHQL_URL',
  }),
  restH2Url: text('--rest-h2-url <url>', 'base URL of the REST server over HTTP/2', {
    configPath: ['restH2Url'],
    otherwise: 'a server is started for the run; with another --…-url http://localhost:8082',
    environment: 'REST_GRPC_REST_H2_URL',
  }),
  grpcWebUrl: text('--grpc-web-url <url>', 'base URL of the gRPC-Web server', {
    configPath: ['grpcWebUrl'],
    otherwise: 'a server is started for the run; with another --…-url http://localhost:8083',
    environment: 'REST_GRPC_GRPC_WEB_URL',
  }),
  operation: text('--operation <name>', 'call that is compared', {
    configPath: ['operation'],
    choices: OPERATIONS,
    otherwise: 'getUser',
  }),
  concurrency: text('-c, --concurrency <count>', 'requests under way at any time, per contender', {
    configPath: ['concurrency'],
    otherwise: '100',
  }),
  connections: text(
    '--connections <policy>',
    'connections of all sides: kept open, or a new one for every request',
    {
      configPath: ['connections'],
      choices: ['shared', 'per-request'],
      otherwise: 'shared',
    },
  ),
  timeout: text('--timeout <duration>', 'how long one request may take, such as 500ms', {
    configPath: ['timeout'],
    otherwise: '30s',
  }),
  slo: sloOption,
  load: searchLoadOption,
  ...searchOptions,
  ceiling: ceilingOption,
  ...runOptions,
  resultsFolder: resultsFolderOption('--results-dir <dir>'),
} as const;

type Input = CommandInput<typeof restGrpcOptions>;

/** `rest-grpc`: the flags and outputs of the original script, measured by the suite. */
export function restGrpcCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['rest-grpc'],
    summary: 'Compare a REST and a gRPC server under the same load',
    details:
      'Rounds of REST and gRPC are interleaved, both sides use the same connection policy, and a winner is named only where the interval of the difference excludes zero. GraphQL, REST over HTTP/2 and gRPC-Web join in with --protocols.',
    options: restGrpcOptions,
    examples: [
      ['rest-grpc -r 1000', 'against servers that it starts itself'],
      ['rest-grpc -r 1000 -o json > results.json', 'the result as JSON'],
      [
        'rest-grpc -r 1000 --protocols rest,grpc,graphql --client raw',
        'a third protocol, without client libraries',
      ],
      [
        'rest-grpc -r 500 --rest-url http://localhost:8080 --grpc-url localhost:9090',
        'against servers that run already',
      ],
    ],
    run: (input: Input, context) => runRestGrpc(entry, input, context),
  });
}

async function runRestGrpc(entry: SuiteEntry, { options }: Input, context: CliContext): Promise<ExitCode> {
  const { stdout } = context.streams;
  const suite = await entry.load();
  const request = measureRequestOf(
    options,
    [...setEntries(options.set ?? []), ...loadEntries(flagEntries(restGrpcOptions, options), options.config)],
    ['rest-grpc'],
    context,
  );
  const format = options.output ?? 'console';
  if (request.resume === undefined) {
    const { origins } = await resolveConfig(suite, request);
    const isCounted = origins.originOf(['load']) === 'default';
    if (isCounted && origins.originOf(['requests']) === 'default') {
      throw new UsageError(
        "required option '-r, --requests <count>' not specified",
        'say how many requests each protocol gets, such as -r 1000',
      );
    }
  }
  if (options.dryRun === true) {
    stdout.write(await dryRunText(suite, request, format === 'json' ? 'json' : 'text'));
    return EXIT.fine;
  }
  const page = pageOf(stdout, context.env);
  const measured = await measureSuite(suite, request, context, (result) => {
    // The original's forms know of rounds; a search has none.
    const isSearch = result.cells.some((cell) => cell.search);
    stdout.write(resultText(result, isSearch ? format : `${suite.id}:${format}`, suite, page));
  });
  return measured.code;
}
