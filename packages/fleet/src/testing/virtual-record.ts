import { createRealClock } from '@benchwright/load-driver';
import type { Load, TrialRecord } from '@benchwright/result-schema';
import { virtualSuite } from './virtual-suite.js';

/** The record of one trial of the virtual suite, measured in this process. */
export async function virtualRecord(load: Load): Promise<TrialRecord> {
  const suite = virtualSuite();
  const config = { load, trials: 1, target: '127.0.0.1:1', workers: 1 };
  const plan = suite.plan(config, 7);
  const signal = new AbortController().signal;
  const events = (): void => {};
  const session = await suite.open(config, { clock: createRealClock(), events, signal, seed: 7, plan });
  const [cell] = plan.cells;
  if (cell === undefined) throw new Error('the virtual suite has one cell');
  return await session.runTrial(cell, 0, { signal, events, trialSeed: 7 });
}
