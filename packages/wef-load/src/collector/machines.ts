import type { OpenContext } from '@benchwright/load-driver';
import type { WefConfig } from '../config.js';
import type { WireOptions } from '../transport/create-wef-transport.js';
import { healthProblem, waitUntilHealthy } from './health.js';
import type { OpenCollector } from './open-collector.js';
import { sendHeartbeats, subscribeMachines, subscriptionProblem } from './subscribe.js';

/** The simulated machines, known to the collector. */
export interface Machines {
  /** Where they deliver; null for the form of the original, which knows of no subscriptions. */
  readonly wire: WireOptions | null;
  close(): void;
}

interface Introduction {
  readonly collector: OpenCollector;
  readonly runTag: string;
  readonly ctx: OpenContext;
}

/**
 * Waits until the collector is healthy; in WS-Management every machine then asks for its subscription, and sends a heartbeat as often as that says.
 *
 * @throws TargetUnreachableError when it is not healthy within `healthWait`, or a machine gets no subscription
 */
export async function introduceMachines(
  config: WefConfig,
  { collector, runTag, ctx }: Introduction,
): Promise<Machines> {
  const { endpoint, tls } = collector;
  const { machines, healthWait: waitNs } = config;
  const { signal } = ctx;
  if (config.wire === 'seed') {
    await waitUntilHealthy({ endpoint, waitNs, signal, probe: () => healthProblem(endpoint, tls, signal) });
    return { wire: null, close: () => {} };
  }
  const unit = config.encoding === 'utf-16' ? 2 : 1;
  const options = { endpoint, tls, unit, machines, runTag, signal } as const;
  await waitUntilHealthy({ endpoint, waitNs, signal, probe: () => subscriptionProblem(options) });
  const subscriptions = await subscribeMachines(options);
  const everyMs = Math.min(...subscriptions.map(({ heartbeatSecs }) => heartbeatSecs)) * 1000;
  const timer = setInterval(
    () => {
      void sendHeartbeats(options, subscriptions).then((problem) => {
        if (problem !== null) ctx.events({ type: 'warning', code: 'HEARTBEAT_FAILED', text: problem });
      });
    },
    Math.min(everyMs, LONGEST_TIMER_MS),
  );
  timer.unref();
  return {
    wire: { form: 'ws-man', unit, subscriptions, maxElements: config.maxElements },
    close: () => clearInterval(timer),
  };
}

/** Node's timers overflow above. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
