/** Why an attempt at a trial did not count: a reason code of the trial's verdict, and what happened. */
export interface Loss {
  readonly code: 'AGENT_LOST' | 'REDIS_LOST';
  readonly text: string;
  /** The agents that it was about: the next crew takes others first. */
  readonly agents: readonly string[];
}

/** Ends what waits for a crew that has lost a member, or its Redis. */
export class CrewLostError extends Error {
  readonly loss: Loss;

  constructor(loss: Loss) {
    super(loss.text);
    this.name = 'CrewLostError';
    this.loss = loss;
  }
}
