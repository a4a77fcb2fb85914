import type { Suite } from '@benchwright/load-driver';
import type { Redis } from 'ioredis';
import type { AgentPolicy } from './agent-policy.js';

/** A suite that an agent can run. Loaded when it is asked for. */
export interface AgentSuite {
  readonly id: string;
  load(): Promise<Suite>;
}

/** Something that happened to an agent, for who watches it. */
export type AgentEvent =
  | { readonly type: 'registered'; readonly id: string }
  | { readonly type: 'joined'; readonly suite: string; readonly agents: number }
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'trial'; readonly cell: string; readonly trial: number; readonly slice: string }
  | { readonly type: 'trial-failed'; readonly message: string }
  | { readonly type: 'late'; readonly message: string }
  | { readonly type: 'left' }
  | { readonly type: 'redis-lost' }
  | { readonly type: 'redis-back' };

export interface AgentOptions {
  /** Open; several agents of one process may share it. The agent makes connections of its own where it has to wait, and leaves this one open. */
  readonly redis: Redis;
  readonly secret: string;
  /** Unique among the agents of this Redis. */
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the program: only a coordinator of the same version uses the agent. */
  readonly version: string;
  readonly suites: readonly AgentSuite[];
  readonly policy: AgentPolicy;
  readonly signal: AbortSignal;
  readonly onEvent: (event: AgentEvent) => void;
  /** How often it tells that it lives, and looks whether it is wanted. Default: a second. */
  readonly beatMs?: number;
}
