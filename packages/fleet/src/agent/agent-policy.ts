import type { Load } from '@benchwright/result-schema';
import { FleetError } from '../errors.js';

/** What an agent lets itself be used for. It is the agent's own: nothing that a job says can widen it. */
export interface AgentPolicy {
  /** Hosts, as `host`, `host:port` or `*.domain`, that may be put under load beside this machine itself. */
  readonly allowTargets: readonly string[];
  /** The highest rate that this agent offers; null for no limit. */
  readonly maxRatePerSec: number | null;
  /** The most threads that a config may ask for; null for no limit. */
  readonly maxWorkers: number | null;
}

/**
 * Refuses targets that the agent does not allow, and configs that aim at nothing: a suite that starts its own target would start one on
 * every agent, and one that runs commands must not run them here. Pure.
 *
 * @throws FleetError ERR_FLEET_REFUSED
 */
export function admitTargets(targets: readonly string[], { allowTargets }: AgentPolicy): void {
  if (targets.length === 0) {
    throw refusal('the config names no target', 'name the address that all agents are to put under load');
  }
  const refused = targets.filter((target) => !isAllowed(target, allowTargets));
  if (refused.length === 0) return;
  const flags = refused.map((target) => `--allow-target ${hostAndPort(target).host}`).join(' ');
  throw refusal(`the agent may not put load on ${refused.join(' and ')}`, `start the agent with ${flags}`);
}

/** @throws FleetError ERR_FLEET_REFUSED when the config asks for more threads than the agent gives */
export function admitWorkers(config: unknown, { maxWorkers }: AgentPolicy): void {
  const asked = typeof config === 'object' && config !== null && 'workers' in config ? config.workers : null;
  if (maxWorkers === null || typeof asked !== 'number' || asked <= maxWorkers) return;
  throw refusal(
    `the config asks for ${asked} threads, the agent gives ${maxWorkers}`,
    'ask for fewer workers',
  );
}

/**
 * Asked by the drivers with every part of a load, the warm-up's too, before any of it is offered. Where there is a ceiling, a closed load
 * passes only with so few requests that they could not exceed it within a second: how fast it would go is the target's to say.
 *
 * @throws FleetError ERR_FLEET_REFUSED
 */
export function admitLoad(
  { load, ratePerSec }: { readonly load: Load; readonly ratePerSec: number | null },
  { maxRatePerSec }: AgentPolicy,
): void {
  if (maxRatePerSec === null) return;
  if (ratePerSec !== null && ratePerSec > maxRatePerSec) {
    throw refusal(
      `the agent's part is ${ratePerSec}/s, and it offers ${maxRatePerSec}/s at most`,
      'use more agents, or a lower rate',
    );
  }
  if (ratePerSec === null && !(load.model === 'iterations' && load.count <= maxRatePerSec)) {
    throw refusal(
      `the agent offers ${maxRatePerSec}/s at most, and nothing bounds the rate of a closed load`,
      'use a load with a rate, and a warm-up no longer than that',
    );
  }
}

function isAllowed(target: string, allowed: readonly string[]): boolean {
  const { host, port } = hostAndPort(target);
  if (host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)) return true;
  return allowed.some((pattern) => {
    const wanted = hostAndPort(pattern);
    if (wanted.port !== null && wanted.port !== port) return false;
    return wanted.host.startsWith('*.') ? host.endsWith(wanted.host.slice(1)) : host === wanted.host;
  });
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'https:': '443',
  'ws:': '80',
  'wss:': '443',
};

function hostAndPort(address: string): { readonly host: string; readonly port: string | null } {
  const text = address.trim().toLowerCase();
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//.test(text);
  const withScheme = isUrl ? text : `bare://${bracketed(text)}`;
  if (!URL.canParse(withScheme)) return { host: text, port: null };
  const { hostname, port, protocol } = new URL(withScheme);
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  return { host, port: port === '' ? (DEFAULT_PORTS[protocol] ?? null) : port };
}

/** A bare IPv6 address has more than one colon, and no port. */
function bracketed(text: string): string {
  return !text.startsWith('[') && text.split(':').length > 2 ? `[${text}]` : text;
}

function refusal(message: string, hint: string): FleetError {
  return new FleetError('ERR_FLEET_REFUSED', message, { hint });
}
