import { QUICK_CEILING } from '@benchwright/load-driver';
import { z } from 'zod';
import { contradictions, type DidSettings, sharedFields } from '../config.js';
import { apiUrl, serverField } from '../config-fields.js';
import type { DidSide } from './sides.js';

const side = (what: string) =>
  z
    .strictObject({
      target: apiUrl.nullable().default(null).describe(`Address of the ${what}.`),
      command: z
        .string()
        .min(1)
        .nullable()
        .default(null)
        .describe(
          'Command that starts its server on this machine: {port} in it, and PORT in its environment, are a free port.',
        ),
      server: serverField,
    })
    .prefault({})
    .describe(`The ${what}: an address, a command, or else the embedded server with these switches.`);

const fields = z.strictObject({
  baseline: side('baseline'),
  candidate: side('candidate, which is compared with the baseline'),
  ...sharedFields,
  trials: z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe(
      'Rounds: each side is measured so often, in turn. The duration of an operation is divided among them.',
    ),
});

/** Everything a comparison of two APIs can be told: what a run can, and two of them. */
export const didAbConfigSchema = fields.superRefine((config, ctx) => {
  const add = (path: PropertyKey[], message: string): void => ctx.addIssue({ code: 'custom', path, message });
  for (const name of ['baseline', 'candidate'] as const) {
    const { target, command, server } = config[name];
    const named = [target, command].filter((one) => one !== null).length;
    if (named > 1) add([name], 'has both a target and a command: one of them is enough');
    if (named > 0 && Object.keys(server).length > 0)
      add([name, 'server'], 'is of the embedded server: leave it out');
  }
  if (config.load === 'search' || (typeof config.load === 'object' && config.load !== null)) {
    add(['load'], 'search cannot be compared side by side');
  }
  for (const { path, problem } of contradictions(config, [config.baseline.target, config.candidate.target])) {
    add([...path], problem);
  }
});

export type DidAbConfigInput = z.input<typeof didAbConfigSchema>;
export type DidAbConfig = z.output<typeof didAbConfigSchema>;

/** Laid over the config by `--quick`. */
export const didAbQuick = {
  duration: '3s',
  warmup: '300ms',
  connections: 10,
  people: 20,
  ceiling: QUICK_CEILING,
} as const satisfies DidAbConfigInput;

/** What both sides are asked. */
export function settingsOf({ baseline: _, candidate: __, ...settings }: DidAbConfig): DidSettings {
  return settings;
}

/** What one side is. */
export function sideConfig(config: DidAbConfig, of: DidSide): DidAbConfig['baseline'] {
  return config[of];
}
