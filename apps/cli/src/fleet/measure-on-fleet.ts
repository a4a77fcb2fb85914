import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FleetOptions } from '@benchwright/fleet';
import { readRecordLog } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { type OpenRun, RECORDS_FILE } from '../measure/open-run.js';
import type { FleetRequest } from './fleet-flags.js';
import { redisSettings } from './redis-settings.js';

/** What was measured in attempts that do not count: beside the records, and in none of them. */
const DISCARDED_FILE = 'discarded-parts.ndjson';

/** A fleet that a run can be given to: everything about it that can be wrong before Redis is asked has been looked at. */
export interface PreparedFleet {
  /** The same run, measured by agents. */
  take(run: OpenRun): OpenRun;
  /** What each agent did, line by line. */
  agentLines(folder: string): Promise<string[]>;
}

/** @throws FleetError ERR_REDIS_URL, ERR_FLEET_SECRET; FileError for a certificate that cannot be read */
export async function prepareFleet(
  request: FleetRequest,
  { env, version }: CliContext,
): Promise<PreparedFleet> {
  const { agentsTable, checkedSecret, fleetSuite } = await import('@benchwright/fleet');
  const secret = checkedSecret(env.BENCHWRIGHT_FLEET_SECRET);
  const { url, caFile, ...asked } = request;
  const options: FleetOptions = { ...asked, secret, version, redis: await redisSettings(url, caFile, env) };
  return {
    take: (run) => ({
      ...run,
      suite: fleetSuite(run.suite, {
        ...options,
        onDiscarded: (part) => {
          const line = JSON.stringify({ type: 'discarded-part', v: 1, ...part });
          return appendFile(join(run.folder, DISCARDED_FILE), `${line}\n`);
        },
      }),
    }),
    agentLines: async (folder) => {
      const { trials } = await readRecordLog(join(folder, RECORDS_FILE));
      return agentsTable(trials)
        .split('\n')
        .filter((line) => line !== '');
    },
  };
}
