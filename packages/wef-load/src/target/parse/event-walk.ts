import { findElementEnd } from './element-end.js';

const EVENT_TAG = /<Event[\s/>]/y;
const SPACE_OR_COMMENT = /(?:\s|<!--[\s\S]*?-->)*/y;
const WRAPPER_TAG = /\s*<(?:\w+:)?Event(?:\s[^>]*)?>\s*<!\[CDATA\[\s*/y;
const WRAPPER_END = /\s*\]\]>\s*<\/(?:\w+:)?Event>\s*/y;

/**
 * Where the next event begins, if what comes at `at` is one; -1 otherwise. With `wrapped` an event is CDATA of an element of its own.
 */
export function eventStart(text: string, at: number, wrapped: boolean): number {
  if (wrapped) return endOf(WRAPPER_TAG, text, at);
  const start = endOf(SPACE_OR_COMMENT, text, at);
  return endOf(EVENT_TAG, text, start) < 0 ? -1 : start;
}

/** Where the event that begins at `start` ends; -1 if it does not in this text. */
export function eventEnd(text: string, start: number): number {
  return findElementEnd(text, start);
}

/** Where what belongs to an event ends, that itself ends at `end`; -1 if something else is there. */
export function afterEvent(text: string, end: number, wrapped: boolean): number {
  return endOf(wrapped ? WRAPPER_END : SPACE_OR_COMMENT, text, end);
}

/** Where a match at `at` ends; -1 if there is none. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}
