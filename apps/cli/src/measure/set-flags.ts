import type { ConfigEntry, ConfigPath } from '@benchwright/result-schema';
import { parse } from 'yaml';
import { longFlag, type OptionSpecs } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

/** The config entries of the options that stand for a field of the config. */
export function flagEntries(specs: OptionSpecs, values: Readonly<Record<string, unknown>>): ConfigEntry[] {
  return Object.entries(specs).flatMap(([key, spec]) => {
    const value = values[key];
    if (spec.configPath === undefined || value === undefined) return [];
    return [{ origin: longFlag(spec), path: spec.configPath, value }];
  });
}

/** `--set path=value`: any field of the config, the value as YAML would read it. */
export function setEntries(assignments: readonly string[]): ConfigEntry[] {
  return assignments.map((assignment) => {
    const match = /^([^=]+)=(.*)$/s.exec(assignment);
    if (match === null) {
      throw new UsageError(
        `--set ${assignment}: there is no value`,
        'write --set path=value, such as --set warmup.requests=0',
      );
    }
    const [, name = '', value = ''] = match;
    return { origin: `--set ${name}`, path: pathOf(name), value: yamlValue(value) };
  });
}

/** `load.stages[0].overNs` and `load.stages.0.overNs` are the same. */
function pathOf(name: string): ConfigPath {
  return name
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Scalars stay text, which the schema reads as what it wants; `null`, lists and mappings are read here. */
function yamlValue(text: string): unknown {
  if (text.trim() === 'null') return null;
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return parse(text);
  } catch {
    return text;
  }
}
