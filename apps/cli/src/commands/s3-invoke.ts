import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { text, verboseOption } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

const options = {
  event: text('--event <json>', 'the event, such as {"run_id": "…"}', { otherwise: '{}: a run id is made' }),
  verbose: verboseOption,
} as const;

/** `s3 invoke`: the handler once, in this process, as the environment configures it. */
export const s3InvokeCommand = defineCommand({
  path: ['s3', 'invoke'],
  summary: 'Run the function’s handler once, here, and print its log line',
  details:
    'Settings come from the environment, as those of a deployed function do: OUTPUT_BUCKET and WORKLOAD are required; S3_ENDPOINT and AWS credentials say where objects go. All that is wrong with them is said at once.',
  options,
  examples: [
    [
      `s3 invoke --event '{"run_id": "123e4567-e89b-12d3-a456-426614174000"}'`,
      'one object into OUTPUT_BUCKET',
    ],
  ],
  run: (input, context) => invoke(input, context),
});

async function invoke(
  { options: o }: CommandInput<typeof options>,
  { streams, env }: CliContext,
): Promise<ExitCode> {
  const { InvokeOnceError, invokeOnce } = await import('@benchwright/s3-ingest');
  const event = parseEvent(o.event ?? '{}');
  const print = (lines: readonly string[]) => streams.stdout.write(lines.map((line) => `${line}\n`).join(''));
  try {
    print((await invokeOnce(event, env)).lines);
    return EXIT.fine;
  } catch (error) {
    // What failed has its line too, and it says more than the message.
    if (error instanceof InvokeOnceError) print(error.lines);
    throw error;
  }
}

function parseEvent(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--event is not JSON: ${why}`, `write it in quotes: --event '{"run_id": "…"}'`);
  }
}
