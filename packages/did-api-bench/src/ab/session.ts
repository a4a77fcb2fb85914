import type { OpenContext, Session } from '@benchwright/load-driver';
import { ApiUnderTest } from '../api/api-under-test.js';
import { operationOfCell } from '../cell-operation.js';
import { cellOperations } from '../cells.js';
import { type DidAbConfig, settingsOf, sideConfig } from './config.js';
import { startServerCommand } from './server-command.js';
import { type DidSide, SIDES, sideOf } from './sides.js';

interface OpenSide {
  readonly api: ApiUnderTest;
  close(): Promise<void>;
}

/**
 * Opens both sides, and tries every operation on each.
 *
 * @throws what `openDid` throws; BenchwrightError ERR_SERVER_COMMAND for a command whose server does not come up
 */
export async function openDidAb(config: DidAbConfig, ctx: OpenContext): Promise<Session> {
  const open = new Map<DidSide, OpenSide>();
  const close = async (): Promise<void> => {
    await Promise.all([...open.values()].map((side) => side.close()));
  };
  try {
    for (const side of SIDES) open.set(side, await openSide(config, side, ctx));
  } catch (error) {
    await close();
    throw error;
  }
  const apiOf = (factor: unknown): ApiUnderTest => open.get(sideOf(factor))!.api;
  const endpoints = Object.fromEntries([...open].map(([side, { api }]) => [side, api.api.origin]));
  return {
    target: { endpoints, embedded: false, pid: null },
    runTrial: (cell, trial, trialCtx) =>
      apiOf(cell.factors.side).runTrial(operationOfCell(cell.factors.operation), cell, trial, trialCtx),
    measureCeiling: (cell, ceilingCtx) => apiOf(cell.factors.side).measureCeiling(cell, ceilingCtx),
    close,
  };
}

async function openSide(config: DidAbConfig, side: DidSide, ctx: OpenContext): Promise<OpenSide> {
  const settings = settingsOf(config);
  const { target, command, server } = sideConfig(config, side);
  const started = command === null ? null : await startServerCommand(command, ctx.signal);
  try {
    const choice = { target: started?.target ?? target, server };
    const api = await ApiUnderTest.open(choice, settings, cellOperations(settings), ctx);
    const close = async (): Promise<void> => {
      await api.close();
      await started?.close();
    };
    return { api, close };
  } catch (error) {
    await started?.close();
    throw error;
  }
}
