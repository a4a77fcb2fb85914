import { parseCellFilter, parseSlo, sloProblems } from '@benchwright/load-driver';
import { ConfigError, parseConfig, share } from '@benchwright/result-schema';
import { z } from 'zod';
import type { GateCondition } from './gate-condition.js';

const conditionText = z
  .string()
  .superRefine((text, ctx) => {
    for (const { offset, problem } of sloProblems(text)) {
      ctx.addIssue({ code: 'custom', message: `'${text}', column ${offset + 1}: ${problem}` });
    }
  })
  .describe(
    'Such as p99<50ms, errors.TIMEOUT<0.1%, p99<50ms over last 30s, p99 <= baseline + 5%, targetRssBytes<200MiB where protocol=rest.',
  );

const filterText = z
  .string()
  .superRefine((text, ctx) => {
    const filter = parseCellFilter(text);
    if (!('problem' in filter)) return;
    ctx.addIssue({ code: 'custom', message: `'${text}', column ${filter.offset + 1}: ${filter.problem}` });
  })
  .describe('Which cells have to meet it: protocol=rest and concurrency!=1, cell=rest-*; all where absent.');

const detailed = z.strictObject({
  condition: conditionText,
  cells: filterText.optional(),
  severity: z
    .enum(['fail', 'warn'])
    .default('fail')
    .describe('warn: what is not met is told, but does not fail the gate.'),
  why: z.string().min(1).optional().describe('Shown where the condition is not met.'),
});

/** What a file of `benchwright gate --slo` holds. */
export const sloFileSchema = z.strictObject({
  slo: z
    .array(z.union([conditionText, detailed]))
    .min(1)
    .describe('Conditions: text, or mappings that say more.'),
  noise: share({ max: 0.99 })
    .optional()
    .describe('Changes from the baseline up to this share count as none; --noise takes precedence.'),
});

export interface SloFile {
  readonly conditions: readonly GateCondition[];
  readonly noiseShare: number | null;
}

/** Reads the text of an SLO file. Throws ConfigError with every problem and its place. Pure. */
export function parseSloFile(fileName: string, text: string): SloFile {
  const parsed = parseConfig(sloFileSchema, [{ kind: 'file', fileName, text }]);
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  const { slo, noise } = parsed.value;
  return { conditions: slo.flatMap(conditionsOf), noiseShare: noise ?? null };
}

function conditionsOf(entry: string | z.output<typeof detailed>): GateCondition[] {
  if (typeof entry === 'string')
    return parseSlo(entry).map((condition) => ({ condition, severity: 'fail', why: null }));
  const { severity, why = null } = entry;
  const cells = entry.cells === undefined ? null : parseCellFilter(entry.cells);
  return parseSlo(entry.condition).map((condition) => {
    if (cells === null || 'problem' in cells) return { condition, severity, why };
    const terms = [...(condition.where?.terms ?? []), ...cells.terms];
    const text = [condition.where?.text, cells.text].filter((one) => one !== undefined).join(' and ');
    return { condition: { ...condition, where: { terms, text } }, severity, why };
  });
}
