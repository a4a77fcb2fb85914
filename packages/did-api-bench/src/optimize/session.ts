import { randomBytes } from 'node:crypto';
import {
  createDriver,
  createHttp1Transport,
  type OpenContext,
  OutcomeTable,
  type Session,
  type TrialContext,
} from '@benchwright/load-driver';
import type { Load, PlanCell, TrialRecord } from '@benchwright/result-schema';
import { makePerson } from '../bodies/person.js';
import { walletPrefix } from '../bodies/wallets.js';
import { checkAnswers } from './check-answers.js';
import type { OptimizeConfig } from './config.js';
import { EXTRA } from './extra.js';
import { type OptimizeMaterial, optimizeRequests } from './requests.js';
import type { OptimizeOperation } from './technique.js';
import { cellParts, variantsOf } from './variant.js';
import { startVariant, type VariantServer } from './variant-server.js';

const TIMEOUT_NS = 10e9;
const DRAIN_TIMEOUT_NS = TIMEOUT_NS + 1e9;

/**
 * Measures server after server: each trial of a variant has a process of its own, so that trials are independent of what the one before
 * left in memory, cache and compiled code. The operations of a turn share the process.
 */
export async function openOptimize(config: OptimizeConfig, ctx: OpenContext): Promise<Session> {
  const people = Array.from({ length: config.people }, (_, number) => makePerson(config.bodySeed, number));
  const variants = new Map(variantsOf(config).map((variant) => [variant.id, variant]));
  let running: { readonly server: VariantServer; readonly trial: number } | null = null;

  const stop = async (): Promise<void> => {
    const { server } = running ?? {};
    running = null;
    await server?.close();
  };
  const serverFor = async (id: string, trial: number): Promise<VariantServer> => {
    if (running?.server.variant.id === id && running.trial === trial) return running.server;
    await stop();
    const variant = variants.get(id);
    if (variant === undefined) throw new Error(`there is no server ${id} in this run`);
    const server = await startVariant(variant, config, people);
    running = { server, trial };
    return server;
  };

  return {
    target: { endpoints: {}, embedded: true, pid: null },
    runTrial: async (cell, trial, trialCtx) => {
      const { variant, operation } = cellParts(cell.id);
      const server = await serverFor(variant, trial);
      const { host } = new URL(server.origin);
      const material: OptimizeMaterial = {
        host,
        people,
        enrolled: server.enrolled,
        walletPrefix: walletPrefix('testnet', randomBytes(8)),
        batch: server.variant.batch,
      };
      await checkAnswers(server, people);
      return await measure({ config, ctx, server, material, operation, cell, trial, trialCtx });
    },
    close: stop,
  };
}

interface Measuring {
  readonly config: OptimizeConfig;
  readonly ctx: OpenContext;
  readonly server: VariantServer;
  readonly material: OptimizeMaterial;
  readonly operation: OptimizeOperation;
  readonly cell: PlanCell;
  readonly trial: number;
  readonly trialCtx: TrialContext;
}

async function measure(job: Measuring): Promise<TrialRecord> {
  const { config, ctx, server, material, operation, cell, trial, trialCtx } = job;
  const load = cell.trialLoads[trial];
  if (load === undefined) throw new Error(`cell ${cell.id} has no trial ${trial}`);
  const { hostname, port } = new URL(server.origin);
  const { clock } = ctx;
  const outcomes = new OutcomeTable();
  const transport = createHttp1Transport({
    host: hostname,
    port: Number(port),
    connections: config.connections,
    connectionPolicy: 'shared',
    timeoutNs: TIMEOUT_NS,
    connectTimeoutNs: TIMEOUT_NS,
    isSuccess: (status) => status >= 200 && status < 300,
    requests: optimizeRequests(operation, material, config.connections),
    outcomes,
    clock,
  });
  const driver = await createDriver({
    transport,
    clock,
    outcomes,
    drainTimeoutNs: DRAIN_TIMEOUT_NS,
    targetPid: server.pid,
  });
  try {
    const extra = () => ({
      [EXTRA.startNs]: server.startNs,
      [EXTRA.perRequest]: operation === 'verify' ? material.batch : 1,
    });
    const warmup = warmupOf(config);
    return await driver.runTrial({ cell: cell.id, trial, load, warmup, ctx: trialCtx, extra });
  } finally {
    await driver.close();
  }
}

function warmupOf({ warmup, connections }: OptimizeConfig): Load | null {
  return warmup === 0 ? null : { model: 'closed', concurrency: connections, durationNs: warmup };
}
