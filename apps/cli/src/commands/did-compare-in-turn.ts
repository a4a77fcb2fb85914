import { growYoungGeneration } from '@benchwright/load-driver';
import { compareReplicates, type RunComparison } from '@benchwright/report';
import type { RunResult } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { dryRunText, measureSuite } from '../measure/measure-suite.js';
import { writeComparison } from '../output/write-comparison.js';
import { limitsOf } from './comparison-options.js';
import { type DidCompareInput, didCompareOptions } from './did-compare.js';
import { endpointRequest } from './endpoint-run.js';

const SUITE = 'did-ab';

/** Two servers measured in turn in one run, and compared round by round. */
export async function compareInTurn(
  { options: given }: DidCompareInput,
  context: CliContext,
): Promise<ExitCode> {
  const entry = context.registry.suites.find(({ id }) => id === SUITE);
  if (entry === undefined) throw new Error(`suite ${SUITE} is not registered`);
  const suite = await entry.load();
  const flags = { ...given, ...NO_SEARCH, target: undefined, literal: undefined };
  const request = {
    ...endpointRequest('did', [], didCompareOptions, flags, [], context),
    command: ['did', 'compare'],
  };
  if (given.dryRun === true) {
    context.streams.stdout.write(await dryRunText(suite, request, given.json === true ? 'json' : 'text'));
    return EXIT.fine;
  }
  growYoungGeneration();
  const { didSides } = await import('@benchwright/did-api-bench');
  const compared: RunComparison[] = [];
  const measured = await measureSuite(suite, request, context, (result) => {
    const [baseline, candidate] = didSides(result, {
      baseline: labelOf(result, 'baseline'),
      candidate: labelOf(result, 'candidate'),
    });
    compared.push(compareReplicates(baseline, candidate, { ...limitsOf(given), paired: true }));
  });
  const worse = await writeComparison(compared, given, context);
  if (measured.code !== EXIT.fine) return measured.code;
  return given.failOnRegression === true && worse ? EXIT.gateFailed : EXIT.fine;
}

/** An SLO is about one side, and a search sets its own rates: neither has a meaning for two. */
const NO_SEARCH = { slo: undefined, from: undefined, to: undefined, probe: undefined, precision: undefined };

/** The address or command as recorded, without secrets. */
function labelOf({ run }: RunResult, side: 'baseline' | 'candidate'): string {
  const config = run.config[side];
  if (typeof config !== 'object' || config === null) return side;
  const { target, command } = config as { readonly target?: unknown; readonly command?: unknown };
  const label = typeof target === 'string' ? target : command;
  return typeof label === 'string' ? label : side;
}
