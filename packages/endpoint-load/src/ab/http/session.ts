import type { OpenContext, Session } from '@benchwright/load-driver';
import { BenchwrightError } from '@benchwright/result-schema';
import { openHttp } from '../../session.js';
import { sideOf } from '../side.js';
import { type AbHttpConfig, httpConfigOf } from './config.js';

/**
 * Connects to both sides; both keep their connections for the whole run, and each warms up before its own first trial.
 *
 * @throws TargetUnreachableError when one of them cannot be reached; BenchwrightError ERR_NOTHING_TO_MEASURE without addresses
 */
export async function openAbHttp(config: AbHttpConfig, ctx: OpenContext): Promise<Session> {
  if (config.baseUrl === null || config.headUrl === null) {
    throw new BenchwrightError('ERR_NOTHING_TO_MEASURE', 'there are no two URLs to compare', {
      hint: 'give baseUrl and headUrl (benchwright ab --base-url … --head-url …)',
    });
  }
  const base = await openHttp(httpConfigOf(config, 'base'), ctx);
  let head: Session;
  try {
    head = await openHttp(httpConfigOf(config, 'head'), ctx);
  } catch (error) {
    await base.close();
    throw error;
  }
  const sessions = { base, head };
  return {
    target: {
      endpoints: { base: addressOf(base), head: addressOf(head) },
      embedded: false,
      pid: null,
    },
    runTrial: (cell, trial, trialCtx) => sessions[sideOf(cell.id)].runTrial(cell, trial, trialCtx),
    measureCeiling: async (cell, ceilingCtx) =>
      (await sessions[sideOf(cell.id)].measureCeiling?.(cell, ceilingCtx)) ?? null,
    close: async () => {
      await Promise.all([base.close(), head.close()]);
    },
  };
}

function addressOf({ target }: Session): string {
  return target.endpoints.http ?? '';
}
