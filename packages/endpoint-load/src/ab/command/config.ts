import { durationNs } from '@benchwright/result-schema';
import { z } from 'zod';
import { count } from '../../run-fields.js';

const command = (what: string) =>
  z.string().min(1).nullable().default(null).describe(`Command of the ${what}.`);

/** What an A/B run of two commands can be told. */
export const abCommandConfigSchema = z
  .strictObject({
    baseCmd: command('base'),
    headCmd: command('head, which is compared with the base'),
    shell: z
      .boolean()
      .default(false)
      .describe('Let a shell run the commands; its own start is then part of what is timed.'),
    trials: count
      .max(1000)
      .default(10)
      .describe('Rounds: each command is run so often, in turn; one run is one trial.'),
    warmupRuns: z
      .int()
      .min(0)
      .max(100)
      .default(1)
      .describe('Runs of each side before the first that counts.'),
    timeout: durationNs({ min: 50e6, max: 24 * 3600e9 })
      .default(600e9)
      .describe('How long one run may take before it is ended and counts as failed.'),
  })
  .superRefine((config, ctx) => {
    if ((config.baseCmd === null) === (config.headCmd === null)) return;
    const path = [config.baseCmd === null ? 'baseCmd' : 'headCmd'];
    ctx.addIssue({ code: 'custom', path, message: 'is missing: both sides are needed' });
  });

export type AbCommandConfig = z.output<typeof abCommandConfigSchema>;

/** Laid over the config by `--quick`. */
export const abCommandQuick = { trials: 5 } as const;
