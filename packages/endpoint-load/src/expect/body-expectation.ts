/** What the body of an answer must be. */
export type BodyExpectation =
  | { readonly kind: 'contains'; readonly text: string }
  /** Lower-case hex of the SHA-256 of the whole body, transfer coding removed. */
  | { readonly kind: 'sha256'; readonly digest: string };

const SHA256 = /^sha256:/i;

/** Reads `sha256:<64 hex digits>`, or any other text as a part that the body must contain; or says what is wrong. */
export function parseBodyExpectation(text: string): BodyExpectation | { readonly problem: string } {
  if (text === '') return { problem: 'must not be empty: every body contains that' };
  if (!SHA256.test(text)) return { kind: 'contains', text };
  const digest = text.slice('sha256:'.length).trim().toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(digest)) return { problem: 'must have 64 hex digits after sha256:' };
  return { kind: 'sha256', digest };
}
