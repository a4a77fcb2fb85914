import { z } from 'zod';

/** Why a number must not simply be believed. `text` carries the measured figure and the threshold it crossed. */
export const validityReasonSchema = z.strictObject({
  code: z.string(),
  verdict: z.enum(['suspect', 'invalid']),
  text: z.string(),
  hint: z.string(),
});

export const validitySchema = z.strictObject({
  verdict: z.enum(['valid', 'suspect', 'invalid']),
  reasons: z.array(validityReasonSchema),
});

export type ValidityReason = z.infer<typeof validityReasonSchema>;
export type Validity = z.infer<typeof validitySchema>;

/** The worst verdict among the reasons; valid when there are none. */
export function validityOf(reasons: readonly ValidityReason[]): Validity {
  const verdict = reasons.some((r) => r.verdict === 'invalid')
    ? 'invalid'
    : reasons.length > 0
      ? 'suspect'
      : 'valid';
  return { verdict, reasons: [...reasons] };
}
