import type { FleetAgent, TrialRecord, ValidityReason } from '@benchwright/result-schema';
import { START_APART_NS } from './thresholds.js';

/**
 * Agents begin at an instant of Redis' clock, which each reads to within half a round trip: beyond the limit the parts of the schedule lie
 * beside each other and not in it.
 */
export function startUncertain(trials: readonly TrialRecord[]): ValidityReason | null {
  const all = trials.flatMap(({ trial, fleet }) => (fleet?.agents ?? []).map((agent) => ({ trial, agent })));
  const worst = all.sort((a, b) => startApartNs(b.agent) - startApartNs(a.agent))[0];
  if (worst === undefined) return null;
  const { agent, trial } = worst;
  const apartNs = startApartNs(agent);
  if (apartNs <= START_APART_NS.suspect) return null;
  const invalid = apartNs > START_APART_NS.invalid;
  const limitNs = invalid ? START_APART_NS.invalid : START_APART_NS.suspect;
  const known = `clock known to ±${milliseconds(agent.clockUncertaintyNs)}, began ${milliseconds(agent.startLateNs)} late`;
  return {
    code: 'START_UNCERTAIN',
    verdict: invalid ? 'invalid' : 'suspect',
    text: `agent ${agent.id} may have begun trial ${trial + 1} up to ${milliseconds(apartNs)} from the instant agreed (${known}; limit ${milliseconds(limitNs)})`,
    hint: 'Bring Redis nearer to the agents, or use agents and a network with less else to do.',
  };
}

function startApartNs({ clockUncertaintyNs, startLateNs }: FleetAgent): number {
  return clockUncertaintyNs + Math.abs(startLateNs);
}

function milliseconds(ns: number): string {
  return `${(ns / 1e6).toFixed(1)} ms`;
}
