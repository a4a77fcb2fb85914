/**
 * `@benchwright/fleet`: any suite on many agents, through BullMQ and Redis. Opinionated about one thing: what agents measured together is one
 * trial, whole or invalid, never a sum of what happened to arrive. It knows no suite; load-driver cuts loads and merges records for it.
 */
export type { AgentEvent, AgentOptions, AgentSuite } from './agent/agent-options.js';
export type { AgentPolicy } from './agent/agent-policy.js';
export { runAgent } from './agent/run-agent.js';
export type { ListedAgent } from './coordinator/agent-list.js';
export { listAgents } from './coordinator/agent-list.js';
export type { DiscardedPart, FleetOptions, Labels } from './coordinator/fleet-options.js';
export { checkedSecret, fleetSuite } from './coordinator/fleet-suite.js';
export { FleetError } from './errors.js';
export type { Presence } from './protocol/messages.js';
export { openRedis } from './redis/open-redis.js';
export type { RedisSettings } from './redis/redis-url.js';
export { parseRedisUrl } from './redis/redis-url.js';
export { agentList } from './views/agent-list.js';
export { agentsTable } from './views/agents-table.js';
