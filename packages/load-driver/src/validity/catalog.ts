import { percent } from './rule.js';
import {
  CLOCK_STEP_NS,
  REQUESTS_BEYOND_PERCENTILE,
  SEND_LAG_FLOOR_NS,
  START_APART_NS,
  STEADY_FEWEST_SECONDS,
  THRESHOLDS,
} from './thresholds.js';

/** What a reason code stands for, in words that need no result beside them. */
export interface ReasonExplanation {
  readonly code: string;
  /** What is measured, and where. */
  readonly measures: string;
  /** Above which value a cell is suspect, and above which invalid; empty where it never is. */
  readonly suspect: string;
  readonly invalid: string;
  /** Why the limits are there. */
  readonly why: string;
  readonly action: string;
}

type Words = Omit<ReasonExplanation, 'code' | 'suspect' | 'invalid'>;

/** The limits of a share, from the one place where they stand. */
function byShare(code: string, limits: readonly [number, number], words: Words): ReasonExplanation {
  const [suspect, invalid] = limits.map((limit) => (Number.isFinite(limit) ? `above ${percent(limit)}` : ''));
  return { code, suspect: suspect ?? '', invalid: invalid ?? '', ...words };
}

/** Every reason that a verdict can have, in the order in which rules are asked. Limits are those of `THRESHOLDS`. */
export const REASONS: readonly ReasonExplanation[] = [
  {
    code: 'WORKER_LOST',
    measures: 'whether every thread of the generator lived to the end of each trial',
    suspect: '',
    invalid: 'always',
    why: 'A generator that lost a part of itself did not offer what the plan says.',
    action: 'Repeat the run; if it happens again, report it with the message.',
  },
  {
    code: 'AGENT_LOST',
    measures:
      'whether every agent of a fleet brought its part of each trial, in as many attempts as were allowed',
    suspect: '',
    invalid: 'always',
    why: 'What the missing agent offered, and what it was answered, is in no figure.',
    action:
      'Look at the agent that is named; allow more attempts with --trial-retries, or start spare agents.',
  },
  {
    code: 'REDIS_LOST',
    measures: 'whether the Redis of a fleet ran from beginning to end of each trial',
    suspect: '',
    invalid: 'always',
    why: 'Without it nobody knows which agents took part to the end.',
    action: 'Find why Redis went away; allow more attempts with --trial-retries.',
  },
  {
    code: 'PARTS_MISMATCH',
    measures: 'requests that the agents of a fleet offered together, against the plan',
    suspect: '',
    invalid: 'any difference',
    why: 'Another load than the planned one was measured.',
    action: 'Report it with the message: parts always sum to the plan.',
  },
  {
    code: 'NOTHING_ANSWERED',
    measures: 'answers of all trials together',
    suspect: '',
    invalid: 'none at all',
    why: 'Without an answer there is no latency to speak of.',
    action: 'Check that the target runs and answers at the address given.',
  },
  byShare('TARGET_ERRORS', THRESHOLDS.errorShare, {
    measures: 'failed ÷ sent requests, in the worst trial',
    why: 'Failures are in no latency: what was answered is a selection of the easy requests.',
    action: 'Look at the error classes; lower the load or mend the target before comparing latencies.',
  }),
  byShare('ARRIVALS_DROPPED', THRESHOLDS.droppedShare, {
    measures: 'arrivals that were never sent ÷ all arrivals of an open load, in the worst trial',
    why: 'Arrivals are dropped when all connections are busy, which is when the target is slow: its slowest moments are left out.',
    action: 'Allow more connections or a longer queue, or lower the rate.',
  }),
  byShare('RATE_NOT_REACHED', THRESHOLDS.backlogShare, {
    measures:
      'arrivals unanswered when the schedule ended, beyond those always under way (rate × median service time, three of its standard deviations and two) ÷ all arrivals',
    why: 'A backlog grew: the rate is above what is sustained, and latency depends on how long the trial was.',
    action: 'Lower the rate, or find the limit with --load search.',
  }),
  {
    code: 'START_UNCERTAIN',
    measures:
      'how far from the instant agreed an agent of a fleet may have begun: the uncertainty of its clock against Redis’, half the shortest round trip, and how late it was itself',
    suspect: `above ${START_APART_NS.suspect / 1e6} ms`,
    invalid: `above ${START_APART_NS.invalid / 1e6} ms`,
    why: 'Agents that begin apart offer their parts of the schedule beside each other, and the ends of the trial are not the whole load.',
    action: 'Bring Redis nearer to the agents, or use agents and a network with less else to do.',
  },
  byShare('SEND_LAG', THRESHOLDS.sendLagShare, {
    measures: `p99 of the time until the generator noticed that a request was due ÷ p99 response time, where it is above ${SEND_LAG_FLOOR_NS / 1e6} ms`,
    why: 'Waiting for a connection is the target’s doing; noticing late is the generator’s, and stands in every latency.',
    action: 'Use a quieter machine, fewer connections or a lower rate.',
  }),
  byShare('GENERATOR_SATURATED', THRESHOLDS.busyShare, {
    measures:
      'share of the time in which the generator was at work, in the busiest trial; closed loads are suspect at most',
    why: 'A queue at 90 % load waits nine service times (M/M/1): the client’s own queueing shows in the latencies.',
    action: 'Lower the concurrency or the rate, use more workers, or a core or machine of its own.',
  }),
  byShare('NEAR_CEILING', THRESHOLDS.ceilingShare, {
    measures:
      'offered (closed loads: answered) rate ÷ the rate that the same generator reaches against a responder that does nothing; closed loads are suspect at most',
    why: 'What is measured then is largely the generator itself.',
    action: 'Use more workers, or lower the rate.',
  }),
  byShare('CPU_STEAL', THRESHOLDS.stealShare, {
    measures:
      'share of the machine’s CPU time that the hypervisor gave to others (/proc/stat), in the worst trial',
    why: 'Stolen time is in every latency and in nobody’s profile.',
    action: 'Repeat on a dedicated machine or at a quieter time.',
  }),
  byShare('CPU_THROTTLED', THRESHOLDS.throttledShare, {
    measures:
      'time for which the CPU quota of the generator’s container or control group stopped it ÷ time (cpu.stat), in the worst trial',
    why: 'A quota stops the process for tens of milliseconds at a time.',
    action: 'Give the container whole cores (cpuset) or no CPU limit while it measures.',
  }),
  byShare('THERMAL_OR_FREQUENCY', THRESHOLDS.coreSpeedLoss, {
    measures:
      '1 − slowest ÷ fastest reading around the trials of a cell: how fast the generator’s core runs a fixed calculation of 0.1 ms, the best of 10 to 100',
    why: 'Work takes longer on a core that is slower. Which it was, frequency, heat, the hypervisor or others on the same physical core, it does not tell. Being interrupted does not count; readings on a virtual machine with nobody else in it spread by 3 %.',
    action:
      'Fix the frequency (performance governor, turbo off), let the machine cool down, or use one that is not shared.',
  }),
  {
    code: 'CLOCK_STEP',
    measures: 'change of the wall clock against the monotonic one during a trial',
    suspect: `above ${CLOCK_STEP_NS.suspect / 1e6} ms`,
    invalid: `above ${CLOCK_STEP_NS.invalid / 1e6} ms`,
    why: 'The clock was set, or the machine was suspended or moved.',
    action: 'Repeat; on a virtual machine, let NTP slew instead of step.',
  },
  byShare('NOT_STEADY', THRESHOLDS.driftWithinTrial, {
    measures: `change of p50 response time (closed loads: also throughput) from end to end of a trial, or of its beginning against the rest, where it is no chance; trials of ${STEADY_FEWEST_SECONDS} full seconds at least`,
    why: 'A trial that had not settled has no one value.',
    action:
      'Warm up longer, measure longer, or find what changes: caches, compilation, collections, growing data.',
  }),
  byShare('TRIALS_DISAGREE', THRESHOLDS.spreadOverTrials, {
    measures: `standard deviation ÷ mean of the trials’ p50 response times, where chance within the trials does not explain it; or a rise or fall from first to last trial above ${percent(THRESHOLDS.trendOverTrials[0])} (invalid above ${percent(THRESHOLDS.trendOverTrials[1])})`,
    why: 'Something differs between trials; a trend is a bias that no interval shows.',
    action:
      'Find what differs: other work, the state of the target, heat. Run more and longer trials, each from the same state.',
  }),
  {
    code: 'TOO_FEW_SAMPLES',
    measures:
      'answers of all trials together, for the percentile that is looked at (99 unless the suite or its SLO says otherwise)',
    suspect: `fewer than ${REQUESTS_BEYOND_PERCENTILE} ÷ (1 − p/100): p99 needs 1,000, p99.9 needs 10,000`,
    invalid: '',
    why: `A percentile with fewer than ${REQUESTS_BEYOND_PERCENTILE} requests beyond it is the story of a few.`,
    action: 'Send more requests or measure longer, or look at a lower percentile.',
  },
  {
    code: 'INTERRUPTED',
    measures: 'whole trials against planned ones',
    suspect: 'some are missing',
    invalid: 'all are missing',
    why: 'Fewer replicates than planned: wider intervals, or none.',
    action: 'Go on where it stopped with --resume and the run folder.',
  },
  {
    code: 'SEARCH_UNFINISHED',
    measures: 'whether a search made the probes that it needed',
    suspect: 'it did not',
    invalid: '',
    why: 'The interval is wider than it would have become.',
    action: 'Go on where it stopped with --resume and the run folder.',
  },
  {
    code: 'SEARCH_IMPRECISE',
    measures: 'the interval of the rate found, against the precision asked for',
    suspect: 'wider, after all probes allowed',
    invalid: '',
    why: 'The rate found is true, but known less well than was asked.',
    action: 'Make the probes longer, allow more of them, or ask for less precision.',
  },
  {
    code: 'GENERATOR_LIMIT',
    measures: 'who gave out at the probes above the rate found',
    suspect: 'the generator or its machine',
    invalid: '',
    why: 'The target may sustain more than was found.',
    action: 'Use more workers, or a generator on cores or a machine of its own.',
  },
];

/** What a code stands for; null for one that is none. */
export function explainReason(code: string): ReasonExplanation | null {
  return REASONS.find((reason) => reason.code === code) ?? null;
}
