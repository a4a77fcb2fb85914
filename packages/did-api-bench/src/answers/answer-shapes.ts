import { z } from 'zod';
import type { AnswerKind } from './answer-rule.js';
import { DID_FORM, ID_HASH_FORM } from './did-form.js';

/** Servers differ in which of the two alphabets they take. */
const base64 = z.string().regex(/^[A-Za-z0-9+/_-]+={0,2}$/, { error: 'is not base64' });

const helper = z.looseObject({
  finger_id: z.string(),
  salt_b64: base64,
  auth_b64: base64,
  grid_size: z.number(),
  angle_bins: z.int(),
});

const succeeded = z.literal(true, { error: 'success is not true' });

const SHAPES: Readonly<Record<AnswerKind, z.ZodType>> = {
  health: z.looseObject({ status: z.enum(['healthy', 'ok']) }),
  generated: z.looseObject({
    did: z.string().regex(DID_FORM),
    id_hash: z.string().regex(ID_HASH_FORM),
    wallet_address: z.string(),
    helpers: z
      .record(z.string(), helper)
      .refine((all) => Object.keys(all).length > 0, { error: 'has no finger' })
      .refine((all) => Object.entries(all).every(([finger, { finger_id }]) => finger === finger_id), {
        error: 'names a finger otherwise than its helper does',
      }),
  }),
  enrolled: z.looseObject({ did: z.string().regex(DID_FORM), success: succeeded.optional() }),
  verified: z.looseObject({
    success: succeeded,
    matched_fingers: z.array(z.string()).min(1),
    unmatched_fingers: z.array(z.string()),
  }),
  'guide-verified': z
    .looseObject({ success: z.boolean().optional(), verified: z.boolean().optional() })
    .refine(({ success, verified }) => (success ?? verified) === true, {
      error: 'neither success nor verified is true',
    }),
  any: z.union([z.looseObject({ success: succeeded.optional() }), z.array(z.unknown())]),
};

const SHOWN = 120;

/** What is wrong with the text of an answer of this kind, null when nothing is. Pure. */
export function shapeProblem(kind: AnswerKind, text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `it is not JSON: ${beginningOf(text)}`;
  }
  const parsed = SHAPES[kind].safeParse(value);
  if (parsed.success) return null;
  const [first] = parsed.error.issues;
  const where = first?.path.join('.') ?? '';
  return `${where === '' ? 'it' : where}: ${first?.message ?? 'is of another shape'}`;
}

/** The beginning of what a server said, on one line. Pure. */
export function beginningOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
