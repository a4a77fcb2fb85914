import { ConfigError, type ConfigProblem, parseConfig } from '@benchwright/result-schema';
import { z } from 'zod';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MS_PER_DAY = 86_400_000;
const MOST_DAYS = 365;

const day = z
  .string()
  .refine(isDay, { error: ({ input }) => `must be a day such as 2026-11-21, got '${String(input)}'` });
const usd = z.number().min(0);

/** A file of list prices (config/prices): what is in it, and what is allowed. */
export const pricesSchema = z.strictObject({
  date: day.describe('When the prices were looked up.'),
  region: z.string().min(1).describe('The AWS region they hold in.'),
  source: z.string().min(1).describe('Where they were found.'),
  lambda: z.strictObject({
    usdPerGbSecond: z.strictObject({ x86_64: usd, arm64: usd }).describe('By processor architecture.'),
    usdPerMillionRequests: usd,
    initBilledSince: day
      .nullable()
      .default(null)
      .describe('From this day on the start of an execution environment is billed; null: never.'),
  }),
  s3: z.strictObject({
    usdPerThousandPutRequests: usd.describe('PUT-class requests.'),
    usdPerGbMonth: usd.describe('Storage; a GB is 2^30 bytes.'),
  }),
});

export type Prices = z.output<typeof pricesSchema>;

/** Processor architectures, as Lambda calls them. */
export type Architecture = keyof Prices['lambda']['usdPerGbSecond'];

/** A remark on prices: they are used all the same. */
export interface PriceWarning {
  readonly code: 'PRICES_OLD' | 'PRICES_FROM_FUTURE';
  readonly text: string;
}

/** Reads a price file. Throws a ConfigError (`ERR_CONFIG`) with every problem and its file:line:column. */
export function parsePrices(fileName: string, text: string): Prices {
  const parsed = parseConfig(pricesSchema, [{ kind: 'file', fileName, text }]);
  if (parsed.ok) return parsed.value;
  throw new ConfigError(parsed.problems satisfies readonly ConfigProblem[]);
}

/** Warns of prices more than a year old, or dated after `today` (both days such as 2026-11-21). */
export function priceWarnings(
  { date, region }: Pick<Prices, 'date' | 'region'>,
  today: string,
): PriceWarning[] {
  const age = (Date.parse(today) - Date.parse(date)) / MS_PER_DAY;
  if (age < 0) {
    return [
      { code: 'PRICES_FROM_FUTURE', text: `prices for ${region} are dated ${date}, after today (${today})` },
    ];
  }
  if (age <= MOST_DAYS) return [];
  const text = `prices for ${region} are of ${date}, ${Math.floor(age)} days ago: look them up again and change the date`;
  return [{ code: 'PRICES_OLD', text }];
}

/** A day that the calendar has: not 2026-02-30. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
