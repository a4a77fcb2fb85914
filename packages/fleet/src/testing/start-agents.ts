import type { Suite } from '@benchwright/load-driver';
import type { AgentEvent, AgentOptions } from '../agent/agent-options.js';
import { runAgent } from '../agent/run-agent.js';
import { presenceKey } from '../protocol/keys.js';
import { openRedis } from '../redis/open-redis.js';

export const SECRET = 'a secret of the tests';
export const VERSION = '1.2.3';

export interface TestAgent {
  readonly id: string;
  readonly events: AgentEvent[];
  /** As if its machine had been gone for a while: it hears and says nothing any more, and what it last said has expired. */
  cut(): Promise<void>;
  stop(): Promise<void>;
}

/** Agents of this process, each on a connection of its own. */
export async function startAgent(
  url: string,
  id: string,
  suite: Suite,
  changes: Partial<AgentOptions> = {},
): Promise<TestAgent> {
  const redis = changes.redis ?? (await openRedis({ url }));
  const abort = new AbortController();
  const events: AgentEvent[] = [];
  let registered = (): void => {};
  const ready = new Promise<void>((resolve) => {
    registered = resolve;
  });
  const running = runAgent({
    redis,
    secret: SECRET,
    id,
    labels: {},
    version: VERSION,
    suites: [{ id: suite.id, load: async () => suite }],
    policy: { allowTargets: [], maxRatePerSec: null, maxWorkers: null },
    signal: abort.signal,
    beatMs: 100,
    onEvent: (event) => {
      events.push(event);
      registered();
    },
    ...changes,
  });
  await ready;
  return {
    id,
    events,
    cut: async () => {
      redis.disconnect();
      const other = await openRedis({ url });
      await other.del(presenceKey(id));
      other.disconnect();
    },
    stop: async () => {
      abort.abort();
      await running;
      redis.disconnect();
    },
  };
}
