import type { z } from 'zod';
import { pathText } from './path-text.js';

/** Beyond this many, further issues only hide the first ones. */
const SHOWN = 5;

/** What is wrong with data that a program wrote (a record, a result), in one line. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const shown = issues.slice(0, SHOWN).map(({ path, message }) => {
    const where = pathText(path);
    return where === '' ? message : `${where}: ${message}`;
  });
  const hidden = issues.length - shown.length;
  return hidden === 0 ? shown.join('; ') : `${shown.join('; ')}; and ${hidden} more`;
}
