import { growYoungGeneration } from '@benchwright/load-driver';
import { renderJson } from '@benchwright/report';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { dryRunText, measureSuite } from '../measure/measure-suite.js';
import { pageOf, resultText } from '../output/result-text.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, text } from '../spec/option-spec.js';
import { didApiOptions, didTargetOptions } from './did-options.js';
import { withTargets } from './did-targets.js';
import { endpointRequest } from './endpoint-run.js';

const didRunOptions = {
  ...didTargetOptions,
  ...didApiOptions,
  sloFile: text('--slo-file <file>', 'YAML file of targets', {
    takesFile: true,
    otherwise: 'the guide’s (config/did-slo.yaml)',
  }),
  targets: onOff('--no-targets', 'do not judge by the guide’s targets'),
} as const;

type Input = CommandInput<typeof didRunOptions>;

/** `did run`: each operation of a DID API under load, judged by the guide's targets. */
export function didRunCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['did', 'run'],
    summary: 'Measure a biometric DID API, and judge it by the guide’s targets',
    details:
      'Health, verification, enrolment and DID generation, each under the same load, 50 users for 30 s unless told otherwise; every answer is checked. Targets are met, missed, or not shown: the interval over the trials decides.',
    options: didRunOptions,
    examples: [
      ['did run --quick', 'all four operations on a server of its own, in under a minute'],
      ['did run --target http://127.0.0.1:8000 --users 1000', 'the guide’s test of 1000 users'],
      [
        'did run --operations none --mix health=1,verify=8,enroll=1 --rate 200/s',
        'a mix alone, at the rate of normal load',
      ],
      ['did run --operations journey --family guide', 'enrol, then verify, at /api/v1/did'],
    ],
    run: (input: Input, context) => runDid(entry, input, context),
  });
}

async function runDid(entry: SuiteEntry, { options }: Input, context: CliContext): Promise<ExitCode> {
  const { stdout, stderr } = context.streams;
  const suite = await entry.load();
  const json = options.json === true;
  const asked = endpointRequest('did', [], didRunOptions, { ...options, literal: undefined }, [], context);
  const file = { file: options.sloFile, none: options.targets === false };
  const { request, notes } = await withTargets(suite, { ...asked, command: ['did', 'run'] }, file);
  if (options.dryRun === true) {
    stdout.write(await dryRunText(suite, request, json ? 'json' : 'text'));
    return EXIT.fine;
  }
  if (options.verbose === true || options.sloFile !== undefined) {
    for (const note of notes) stderr.write(`${note}\n`);
  }
  growYoungGeneration();
  const page = pageOf(stdout, context.env);
  const measured = await measureSuite(suite, request, context, (result) => {
    stdout.write(json ? renderJson(result) : resultText(result, `${suite.id}:text`, suite, page));
  });
  return measured.code;
}
