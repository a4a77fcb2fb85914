import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  nan: 'not a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a mapping (key: value)',
  record: 'a mapping (key: value)',
  map: 'a mapping (key: value)',
  null: 'null',
  date: 'a date',
};

const FORMATS: Readonly<Record<string, string>> = {
  url: 'a URL such as http://127.0.0.1:8080',
  email: 'an e-mail address',
  datetime: 'a time such as 2026-01-31T12:00:00Z',
  date: 'a date such as 2026-01-31',
  time: 'a time of day such as 12:00:00',
  duration: 'an ISO 8601 duration such as PT30S',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  cidrv4: 'an IPv4 range such as 10.0.0.0/8',
  cidrv6: 'an IPv6 range',
  uuid: 'a UUID',
  base64: 'base64 text',
  base64url: 'base64url text',
};

/** Strings longer than this are cut when shown in a message. */
const SHOWN_CHARACTERS = 40;

/** How a wrong value is named in a message: `'abc'`, `0`, `a list`, `nothing`. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') {
    const cut = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value;
    return `'${cut}'`;
  }
  return typeof value === 'object' ? 'a mapping' : String(value);
}

export function listChoices(values: readonly unknown[], joint: 'or' | 'and' = 'or'): string {
  const texts = values.map(String);
  const last = texts.pop() ?? '';
  return texts.length === 0 ? last : `${texts.join(', ')} ${joint} ${last}`;
}

/**
 * What the value must be, read after the name of its key: "must be at least 1". Null when the issue has no such
 * form (unknown keys, unions, an author's own check).
 */
export function requirementOf(issue: Issue): string | null {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? `of type ${issue.expected}`}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${listChoices(issue.values)}`;
    case 'too_small':
      return sizeText(issue.origin, 'least', issue.minimum, issue.inclusive ?? true, issue.exact ?? false);
    case 'too_big':
      return sizeText(issue.origin, 'most', issue.maximum, issue.inclusive ?? true, issue.exact ?? false);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return formatText(issue);
    default:
      return null;
  }
}

type Bound = 'least' | 'most';

function sizeText(
  origin: string,
  bound: Bound,
  limit: number | bigint | Date,
  inclusive: boolean,
  exact: boolean,
): string {
  const measured = { string: 'character', array: 'item', set: 'item', map: 'key', file: 'byte' }[origin];
  if (measured === undefined) {
    if (inclusive) return `must be at ${bound} ${limit}`;
    return bound === 'least' ? `must be more than ${limit}` : `must be less than ${limit}`;
  }
  if (bound === 'least' && limit === 1 && !exact) return 'must not be empty';
  const unit = limit === 1 ? measured : `${measured}s`;
  return exact ? `must have exactly ${limit} ${unit}` : `must have at ${bound} ${limit} ${unit}`;
}

function formatText(issue: Extract<Issue, { code: 'invalid_format' }>): string {
  if ('prefix' in issue && typeof issue.prefix === 'string') return `must start with '${issue.prefix}'`;
  if ('suffix' in issue && typeof issue.suffix === 'string') return `must end with '${issue.suffix}'`;
  if ('includes' in issue && typeof issue.includes === 'string') return `must contain '${issue.includes}'`;
  const known = FORMATS[issue.format];
  if (known !== undefined) return `must be ${known}`;
  return issue.format === 'regex'
    ? `must match ${issue.pattern ?? 'its pattern'}`
    : `must be valid ${issue.format}`;
}
