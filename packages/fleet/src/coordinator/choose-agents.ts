import { FleetError } from '../errors.js';
import { PROTOCOL_VERSION } from '../protocol/protocol-version.js';
import type { ListedAgent } from './agent-list.js';
import type { Labels } from './fleet-options.js';

/** What agents are looked for. */
export interface Wanted {
  readonly agents: number;
  readonly labels: Labels;
  readonly version: string;
  readonly suite: string;
}

/** Agents that could be taken now, those that wait longest first. Pure. */
export function freeAgents(listed: readonly ListedAgent[], wanted: Wanted): ListedAgent[] {
  return listed
    .filter((agent) => !agent.isBusy && whyNot(agent, wanted) === null)
    .sort((a, b) => (a.since < b.since || (a.since === b.since && a.id < b.id) ? -1 : 1));
}

/** Why there were not enough, in words that say what to do. Pure. */
export function tooFewAgents(listed: readonly ListedAgent[], wanted: Wanted, waitedMs: number): FleetError {
  const free = freeAgents(listed, wanted).length;
  const others = listed.filter((agent) => whyNot(agent, wanted) === 'version');
  if (others.length > 0 && free + busyOnes(listed, wanted) < wanted.agents) {
    const versions = [...new Set(others.map(({ version }) => version))].join(' and ');
    return new FleetError(
      'ERR_FLEET_VERSION',
      `this is Benchwright ${wanted.version}, and of ${listed.length} agents ${others.length} ${others.length === 1 ? 'is' : 'are'} ${versions}`,
      { hint: 'install the same version on both; agents of another version are not used' },
    );
  }
  const reasons = [
    count(busyOnes(listed, wanted), 'busy with another run'),
    count(
      listed.filter((agent) => whyNot(agent, wanted) === 'labels').length,
      `without ${labelsText(wanted.labels)}`,
    ),
    count(
      listed.filter((agent) => whyNot(agent, wanted) === 'suite').length,
      `without the suite ${wanted.suite}`,
    ),
    count(others.length, 'of another version'),
  ].filter((text) => text !== null);
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return new FleetError(
    'ERR_FLEET_AGENTS',
    `${free} of ${wanted.agents} agents within ${waitedMs / 1000} s${why}`,
    {
      hint:
        listed.length === 0
          ? 'start agents with: benchwright agent --redis URL'
          : 'start more agents, ask for fewer with --agents, or wait longer with --agent-wait',
    },
  );
}

function whyNot(agent: ListedAgent, wanted: Wanted): 'labels' | 'version' | 'suite' | null {
  if (Object.entries(wanted.labels).some(([name, value]) => agent.labels[name] !== value)) return 'labels';
  if (agent.version !== wanted.version || agent.protocol !== PROTOCOL_VERSION) return 'version';
  return agent.suites.includes(wanted.suite) ? null : 'suite';
}

function busyOnes(listed: readonly ListedAgent[], wanted: Wanted): number {
  return listed.filter((agent) => agent.isBusy && whyNot(agent, wanted) === null).length;
}

function count(n: number, what: string): string | null {
  return n === 0 ? null : `${n} ${what}`;
}

function labelsText(labels: Labels): string {
  return `the label ${Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}`;
}
