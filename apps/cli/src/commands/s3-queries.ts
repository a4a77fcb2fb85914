import { EXIT } from '../exit-codes.js';
import { defineCommand } from '../spec/command-spec.js';
import { texts, verboseOption } from '../spec/option-spec.js';

/** `s3 queries`: the Logs Insights queries, to be pasted. */
export const s3QueriesCommand = defineCommand({
  path: ['s3', 'queries'],
  summary: 'Print the Logs Insights queries of a run',
  details:
    'p95 and throughput, errors, cold starts and billed duration, for the CloudWatch console or `aws logs start-query`. s3 run --execute-queries runs the first three.',
  options: {
    runId: texts('--run-id <id>', 'run id to ask about, as in the results; may be repeated', {
      otherwise: 'run_…, to be replaced',
    }),
    verbose: verboseOption,
  },
  examples: [['s3 queries --run-id run_1764000000000_k3x9za', 'the queries of one trial']],
  async run({ options }, { streams }) {
    const { billedDurationQuery, coldStartsQuery, errorsQuery, latencyThroughputQuery, platformErrorsQuery } =
      await import('@benchwright/s3-ingest');
    const runIds = options.runId ?? ['run_…'];
    const queries: [string, string][] = [
      ['p95 and throughput', latencyThroughputQuery(runIds)],
      ['errors of the handler', errorsQuery(runIds)],
      ['timeouts and crashes (all runs)', platformErrorsQuery()],
      ['cold starts', coldStartsQuery(runIds)],
      ['billed duration and memory (all runs)', billedDurationQuery()],
    ];
    streams.stdout.write(queries.map(([title, query]) => `# ${title}\n${query}\n`).join('\n'));
    return EXIT.fine;
  },
});
