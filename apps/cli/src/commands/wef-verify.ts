import { parseDurationNs } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { readStoredRun } from '../measure/open-resumed.js';
import { runPath } from '../measure/run-name.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, text, verboseOption } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

const options = {
  s3: text('--s3 <url>', 'S3 endpoint', { environment: 'S3_ENDPOINT', otherwise: 'that of the run' }),
  bucket: text('--bucket <name>', 'bucket', { environment: 'S3_BUCKET', otherwise: 'that of the run' }),
  prefix: text('--prefix <text>', 'what keys begin with', { otherwise: 'that of the run' }),
  accessKeyId: text('--access-key-id <id>', 'S3 access key', { environment: 'AWS_ACCESS_KEY_ID' }),
  secretAccessKey: text('--secret-access-key <key>', 'S3 secret key; prefer the variable', {
    environment: 'AWS_SECRET_ACCESS_KEY',
  }),
  wait: text('--wait <time>', 'how long to wait at most for what is missing', { otherwise: 'one look' }),
  json: onOff('--json', 'print the reports as JSON, and nothing else, on stdout'),
  verbose: verboseOption,
} as const;

/** `wef verify`: the S3 verification of a run, alone and again. */
export const wefVerifyCommand = defineCommand({
  path: ['wef', 'verify'],
  summary: 'Verify once more what a run has stored',
  details:
    'Reads every Parquet file of the run in the bucket and compares the record ids with those that its records say were acknowledged. Only for an S3 that is still there: the one that a run starts itself ends with it.',
  args: [{ form: '<run>', summary: 'the folder of a run, or its id', takesFile: true }],
  options,
  examples: [
    ['wef verify results/wef/20261121T010203-ab12cd --wait 1m', 'and wait for files that are still to come'],
  ],
  run: (input, context) => verifyRun(input, context),
});

async function verifyRun(
  { args, options: o }: CommandInput<typeof options>,
  context: CliContext,
): Promise<ExitCode> {
  const { isProven, storedAt, verificationLines, verifyAgain } = await import('@benchwright/wef-load');
  const { header, content } = await readStoredRun(await runPath(args[0] ?? '', context));
  if (header.suite !== 'wef') {
    throw new UsageError(`${header.id} is a run of ${header.suite}, not of wef`, undefined, 'ERR_NOT_A_RUN');
  }
  const { endpoint: ofRun, region } = storedAt(header);
  const endpoint = o.s3 ?? ofRun;
  if (endpoint === null) {
    const hint = 'say with --s3 where the events are';
    throw new UsageError('the S3 that this run started is gone with it, and its events too', hint);
  }
  const { bucket, prefix, accessKeyId = '', secretAccessKey = '' } = o;
  const reports = await verifyAgain({
    header,
    trials: content.trials,
    store: { endpoint, region, accessKeyId, secretAccessKey },
    bucket,
    prefix,
    deadlineMs: waitMs(o.wait),
    signal: context.signal,
  });
  const { stdout } = context.streams;
  if (o.json === true) stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  else for (const report of reports) stdout.write(`${verificationLines(report).join('\n')}\n`);
  return reports.every(isProven) ? EXIT.fine : EXIT.gateFailed;
}

function waitMs(wait: string | undefined): number {
  if (wait === undefined) return 0;
  const ns = parseDurationNs(wait);
  if (ns === null) throw new UsageError(`--wait is '${wait}'`, 'give a time such as 30s or 2m');
  return ns / 1e6;
}
