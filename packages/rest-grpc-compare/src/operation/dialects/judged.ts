/** What a check says of an answer: null becomes undefined, and an answer that cannot be decoded is a wrong one. */
export function judged(check: () => string | null): string | undefined {
  try {
    return check() ?? undefined;
  } catch {
    return 'WRONG_ANSWER';
  }
}
