import { type InMemoryRun, runInMemory } from '@benchwright/load-driver/conformance';
import { type HttpConfigInput, httpConfigSchema } from '../config.js';
import { httpSuite } from '../suite.js';

/** Runs the http suite as the command would, and summarises what was recorded. Throws what the run throws. */
export async function measure(input: HttpConfigInput, seed = 7): Promise<InMemoryRun> {
  const config = httpConfigSchema.parse({ timeout: '5s', ceiling: false, ...input });
  return await runInMemory(httpSuite, config, { seed });
}

/** The counts of the only cell. */
export function countsOf({ result }: InMemoryRun) {
  return result.cells[0]!.counts;
}

/** The warnings of a run, by code. */
export function warningsOf({ events }: InMemoryRun): Readonly<Record<string, string>> {
  return Object.fromEntries(
    events.flatMap((event) => (event.type === 'warning' ? [[event.code, event.text]] : [])),
  );
}
