import type { OpenContext, Session } from '@benchwright/load-driver';
import { ApiUnderTest } from './api/api-under-test.js';
import { operationOfCell } from './cell-operation.js';
import { cellOperations } from './cells.js';
import type { DidConfig } from './config.js';

/**
 * Connects to the API, or starts the embedded server, and tries every operation once.
 *
 * @throws TargetUnreachableError, DidAnswerError, DidAccessError: nothing has been measured then
 */
export async function openDid(config: DidConfig, ctx: OpenContext): Promise<Session> {
  const { target, server, ...settings } = config;
  const one = await ApiUnderTest.open({ target, server }, settings, cellOperations(settings), ctx);
  const { origin, embedded, pid } = one.api;
  return {
    target: { endpoints: { did: origin }, embedded, pid },
    runTrial: (cell, trial, trialCtx) =>
      one.runTrial(operationOfCell(cell.factors.operation), cell, trial, trialCtx),
    measureCeiling: (cell, ceilingCtx) => one.measureCeiling(cell, ceilingCtx),
    close: () => one.close(),
  };
}
