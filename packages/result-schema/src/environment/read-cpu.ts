import type { Environment } from '../schema/environment.js';
import type { Machine } from './machine.js';

const CPU_FOLDER = '/sys/devices/system/cpu';

/** Reads the CPU; `quotaCores` is what the container allows, or null. */
export function readCpu(machine: Machine, quotaCores: number | null): Environment['cpu'] {
  const { facts } = machine;
  const info = cpuInfo(machine);
  const allowed = allowedCores(machine) ?? facts.availableCores;
  return {
    model: modelOf(info, facts.cpuModel),
    logicalCores: Math.max(facts.logicalCores, 1),
    usableCores: quotaCores === null ? allowed : Math.min(allowed, quotaCores),
    governor: governorOf(machine),
    mhz: mhzOf(machine, info),
    turbo: turboOf(machine),
  };
}

/** `/proc/cpuinfo` of the first core, keys as the kernel writes them; empty where there is none. */
export function cpuInfo(machine: Machine): ReadonlyMap<string, string> {
  const [first = ''] = (machine.readText('/proc/cpuinfo') ?? '').split(/\n\s*\n/);
  const pairs = first.split('\n').map((line) => line.split(/\s*:\s*/, 2));
  return new Map(pairs.map(([key = '', value = '']) => [key.trim(), value.trim()]));
}

function modelOf(info: ReadonlyMap<string, string>, fallback: string): string {
  // ARM has no model name: the implementer and part numbers are what tells two of them apart.
  const [implementer, part] = [info.get('CPU implementer'), info.get('CPU part')];
  const arm = implementer && part ? `ARM implementer ${implementer} part ${part}` : '';
  const known = fallback === 'unknown' ? '' : fallback;
  return (info.get('model name') || known || arm || 'unknown').replaceAll(/\s+/g, ' ').trim();
}

/** How many cores the scheduler may put this process on: `0-3,8` is five. */
function allowedCores(machine: Machine): number | null {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(machine.readText('/proc/self/status') ?? '')?.[1];
  if (list === undefined) return null;
  let cores = 0;
  for (const range of list.split(',')) {
    const [from = Number.NaN, to = from] = range.split('-').map(Number);
    cores += to - from + 1;
  }
  return Number.isInteger(cores) && cores > 0 ? cores : null;
}

function policyFiles(machine: Machine, name: string): string[] {
  const folder = `${CPU_FOLDER}/cpufreq`;
  const policies = machine.listFolder(folder).filter((entry) => /^policy\d+$/.test(entry));
  const texts = policies.map((policy) => machine.readText(`${folder}/${policy}/${name}`));
  return texts.filter((text) => text !== null);
}

/** One name when all cores agree, else all of them: `performance, powersave`. */
function governorOf(machine: Machine): string | null {
  const names = [...new Set(policyFiles(machine, 'scaling_governor'))].sort();
  return names.length === 0 ? null : names.join(', ');
}

/** The highest frequency the CPU is set up for where the kernel tells; else what it ran at just now. */
function mhzOf(machine: Machine, info: ReadonlyMap<string, string>): number | null {
  const kiloHertz = policyFiles(machine, 'cpuinfo_max_freq').map(Number).filter(Number.isFinite);
  if (kiloHertz.length > 0) return Math.max(...kiloHertz) / 1000;
  const now = Number(info.get('cpu MHz') ?? machine.facts.cpuMhz);
  return Number.isFinite(now) && now > 0 ? Math.round(now) : null;
}

function turboOf(machine: Machine): boolean | null {
  const off = machine.readText(`${CPU_FOLDER}/intel_pstate/no_turbo`);
  if (off !== null) return off === '0';
  const boost = machine.readText(`${CPU_FOLDER}/cpufreq/boost`) ?? policyFiles(machine, 'boost')[0];
  return boost === undefined || boost === null ? null : boost === '1';
}
