import { QUICK_CEILING, searchConfigOf } from '@benchwright/load-driver';
import { z } from 'zod';
import { type HttpConfig, httpFields, urlField } from '../../config.js';
import { contradictions } from '../../config-contradictions.js';
import { count } from '../../run-fields.js';
import type { Side } from '../side.js';

const { url: _, trials: __, ...shared } = httpFields.shape;

const side = (what: string) =>
  urlField
    .nullable()
    .default(null)
    .describe(`URL of the ${what}. Path and query may hold fields, as those of http.`);

const fields = z.strictObject({
  baseUrl: side('base'),
  headUrl: side('head, which is compared with the base'),
  ...shared,
  trials: count
    .max(1000)
    .default(10)
    .describe(
      'Rounds: each side is measured so often, in turn. Duration and requests of a side are divided among them.',
    ),
});

/** What an A/B run of two URLs can be told: what `http` can, and two addresses in place of one. */
export const abHttpConfigSchema = fields.superRefine((config, ctx) => {
  const add = (path: PropertyKey[], message: string): void => ctx.addIssue({ code: 'custom', path, message });
  if ((config.baseUrl === null) !== (config.headUrl === null)) {
    add([config.baseUrl === null ? 'baseUrl' : 'headUrl'], 'is missing: both sides are needed');
  }
  if (searchConfigOf(config.load) !== null) add(['load'], 'search cannot be compared side by side');
  if (config.targets === '-') add(['targets'], 'cannot be stdin: both sides read it; name a file');
  const of = { ...config, url: config.baseUrl };
  for (const { path, problem } of contradictions(of)) add([...path], problem);
});

export type AbHttpConfig = z.output<typeof abHttpConfigSchema>;

/** Laid over the config by `--quick`. */
export const abHttpQuick = { duration: '3s', warmup: '300ms', ceiling: QUICK_CEILING } as const;

/** What the http suite is told for one side. */
export function httpConfigOf({ baseUrl, headUrl, ...config }: AbHttpConfig, of: Side): HttpConfig {
  return { ...config, url: of === 'base' ? baseUrl : headUrl };
}
