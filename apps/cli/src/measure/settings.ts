import { type ConfigOrigins, type ConfigPath, pathText } from '@benchwright/result-schema';
import { encode, type ZodType } from 'zod';
import type { Setting } from './plan-text.js';

/** Every field of a resolved config (secrets removed) with the place that set it, in the config's own order. Pure. */
export function settingsOf(schema: ZodType, config: unknown, origins: ConfigOrigins): Setting[] {
  return leaves(asWritten(schema, config), []).map(([path, value]) => ({
    name: pathText(path),
    value: typeof value === 'string' ? value : (JSON.stringify(value) ?? 'unset'),
    origin: origins.originOf(path),
  }));
}

/** `30s` rather than 30000000000, where the schema can be read backwards; a removed secret may keep it from that. */
function asWritten(schema: ZodType, config: unknown): unknown {
  try {
    return encode(schema, config);
  } catch {
    return config;
  }
}

function leaves(value: unknown, path: ConfigPath): [ConfigPath, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}
