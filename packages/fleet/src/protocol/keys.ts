const PREFIX = 'benchwright';

/** Agents that were heard of lately: a sorted set of ids by Redis' time. */
export const AGENTS_KEY = `${PREFIX}:agents`;
/** Crews that may have left keys behind: a sorted set of tokens by Redis' time. */
export const CREWS_KEY = `${PREFIX}:crews`;

/** What an agent says of itself; it expires when the agent does not say it again. */
export function presenceKey(agent: string): string {
  return `${PREFIX}:agent:${agent}`;
}

/** The token of the crew that an agent belongs to; it expires when the coordinator does not renew it. */
export function leaseKey(agent: string): string {
  return `${PREFIX}:lease:${agent}`;
}

/** The names of everything that belongs to one crew: agents leased by one coordinator, until one of them is lost. */
export interface CrewKeys {
  /** Begins every key of the crew. */
  readonly all: string;
  /** The signed description of what is measured. */
  readonly description: string;
  /** The attempt under way: what comes for another one is refused. */
  readonly fence: string;
  /** Stream of what agents tell. */
  readonly events: string;
  /** Channel of what agents are told. */
  readonly channel: string;
  /** BullMQ's keys. */
  readonly queues: string;
  /** The start of an attempt, for an agent that missed the message. */
  start(attempt: string): string;
  /** List of the chunks of one part. */
  part(attempt: string, index: number): string;
}

export function crewKeys(token: string): CrewKeys {
  const all = `${PREFIX}:crew:${token}`;
  return {
    all,
    description: `${all}:description`,
    fence: `${all}:fence`,
    events: `${all}:events`,
    channel: `${all}:orders`,
    queues: `${all}:queues`,
    start: (attempt) => `${all}:start:${attempt}`,
    part: (attempt, index) => `${all}:part:${attempt}:${index}`,
  };
}

/** BullMQ queues of a crew: children and their parent. */
export const SLICES_QUEUE = 'slices';
export const TRIALS_QUEUE = 'trials';
