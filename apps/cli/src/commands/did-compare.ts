import type { CliContext } from '../cli-context.js';
import type { ExitCode } from '../exit-codes.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { names, onOff, text } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';
import { judgeOptions, outputOption } from './comparison-options.js';
import { compareInTurn } from './did-compare-in-turn.js';
import { compareWithStored } from './did-compare-stored.js';
import { didApiOptions, didTargetOptions } from './did-options.js';

const { slo: _, from: __, to: ___, probe: ____, precision: _____, json: ______, ...shared } = didApiOptions;

export const didCompareOptions = {
  ...didTargetOptions,
  baseline: text(
    '--baseline <name|run>',
    'the stored baseline: the same is measured again and compared with it',
    {
      takesFile: true,
    },
  ),
  baseUrl: text('--base-url <url>', 'in turn: address of the baseline', {
    configPath: ['baseline', 'target'],
  }),
  candidateUrl: text('--candidate-url <url>', 'in turn: address of what is compared with it', {
    configPath: ['candidate', 'target'],
  }),
  baselineCmd: text(
    '--baseline-cmd <command>',
    'in turn: command that starts the baseline’s server on {port}',
    {
      configPath: ['baseline', 'command'],
    },
  ),
  candidateCmd: text('--candidate-cmd <command>', 'in turn: command that starts the other server on {port}', {
    configPath: ['candidate', 'command'],
  }),
  allow: names('--allow <what>', ['other-machine'], 'compare with a baseline that another machine measured'),
  ...judgeOptions,
  json: onOff('--json', 'the comparison as JSON, and nothing else, on stdout: as -f json'),
  // -o is the results folder in every command of this group.
  output: { ...outputOption, flags: '--output <file>' },
  ...shared,
} as const;

export type DidCompareInput = CommandInput<typeof didCompareOptions>;

/** `did compare`: an API now against a stored baseline, or two servers in turn. */
export function didCompareCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['did', 'compare'],
    summary: 'Compare a DID API with a baseline, or two servers in turn',
    details:
      'With --baseline what the baseline measured is measured again, and compared trial by trial; what machines and loads have to have in common is checked first. With two addresses or two commands both servers are measured in turn in one run, A B B A, which tells smaller differences apart. A change counts only if it is significant among all rows and larger than the noise allowed.',
    options: didCompareOptions,
    examples: [
      ['did compare --baseline main', 'what has changed since benchwright did baseline main'],
      ['did compare --base-url http://127.0.0.1:8000 --candidate-url http://127.0.0.1:8001', 'two servers'],
      [
        "did compare --baseline-cmd './old --port {port}' --candidate-cmd './new --port {port}'",
        'two versions, started for the run',
      ],
      ['did compare --set candidate.server.hashing=pool', 'the reference server with and without a switch'],
    ],
    run: (input: DidCompareInput, context) => compare(entry, input, context),
  });
}

async function compare(entry: SuiteEntry, input: DidCompareInput, context: CliContext): Promise<ExitCode> {
  const { baseline, baseUrl, candidateUrl, baselineCmd, candidateCmd, config, resume, target } =
    input.options;
  const first = baseUrl ?? baselineCmd;
  const second = candidateUrl ?? candidateCmd;
  const inTurn = first !== undefined || second !== undefined;
  if (baseline !== undefined && inTurn) {
    throw new UsageError(
      '--baseline is a stored run: it cannot be used together with addresses or commands of two servers',
      'give --baseline NAME and --target URL; or both servers, and no --baseline',
    );
  }
  if (baseline !== undefined) return await compareWithStored(entry, baseline, input, context);
  const fromFile = config !== undefined || resume !== undefined || setsSides(input.options.set ?? []);
  if (!fromFile && (first === undefined || second === undefined)) {
    throw new UsageError(
      'did compare needs a baseline, or two servers',
      'give --baseline NAME, --base-url and --candidate-url, or --baseline-cmd and --candidate-cmd',
    );
  }
  if (target !== undefined && context.env.DID_API_URL !== target) {
    throw new UsageError(
      '--target is for a comparison with --baseline',
      'name both servers: --base-url and --candidate-url',
    );
  }
  return await compareInTurn(input, context);
}

/** Whether `--set` says how the two differ: switches of the embedded server, most often. */
function setsSides(assignments: readonly string[]): boolean {
  return assignments.some((assignment) => /^(baseline|candidate)[.=]/.test(assignment));
}
