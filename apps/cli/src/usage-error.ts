import { BenchwrightError } from '@benchwright/result-schema';
import { distance } from 'fastest-levenshtein';

/** The command line cannot be acted upon. The message names the flag or argument and the hint says what to do. */
export class UsageError extends BenchwrightError {
  constructor(message: string, hint?: string, code = 'ERR_USAGE') {
    super(code, message, hint === undefined ? {} : { hint });
  }
}

/** An error for a name that is not among the known ones: says which one was probably meant, and lists them. */
export function unknownName(what: string, name: string, known: readonly string[]): UsageError {
  const meant = nearest(name, known);
  const listed = `known: ${known.join(', ')}`;
  return new UsageError(
    `there is no ${what} '${name}'`,
    meant === null ? listed : `did you mean ${meant}? (${listed})`,
  );
}

/** The known name that differs in the fewest letters, if it is at most a third of them (of short names two: a swap counts as two). */
function nearest(name: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = (name.length <= 3 ? 1 : Math.max(2, Math.floor(name.length / 3))) + 1;
  for (const candidate of known) {
    const differing = distance(name.toLowerCase(), candidate.toLowerCase());
    if (differing < fewest) [best, fewest] = [candidate, differing];
  }
  return best;
}
