import type { z } from 'zod';
import { pathText } from '../introspect/path-text.js';
import { childValue, schemasAt } from '../introspect/schema-walk.js';
import { isMarkedSecret } from '../secrets/secret-fields.js';
import { nameIsSecret } from '../secrets/secret-names.js';
import { removeSecretsFromText } from '../secrets/secret-text.js';
import { listChoices, requirementOf, showValue } from './issue-text.js';
import type { ConfigPath } from './source.js';
import { adviseKey, nearest } from './suggest.js';

type Issue = z.core.$ZodIssue;

/** Stands for "the schema's author gave no message of their own", and never reaches a user. */
export const NO_MESSAGE = '\u0000';

/** One thing to tell the user: about the key itself (an unknown one) or about its value. */
export interface Finding {
  kind: 'unknown-key' | 'missing' | 'value';
  path: ConfigPath;
  message: string;
  suggestion?: string | undefined;
  /** For an unknown key: the key of the same mapping that was probably meant. */
  meant?: string | undefined;
}

interface Context {
  schema: z.core.$ZodType;
  value: unknown;
}

/** Rewords what zod found, which must have been parsed with `error: () => NO_MESSAGE`. */
export function explainIssues(schema: z.core.$ZodType, value: unknown, issues: readonly Issue[]): Finding[] {
  const context = { schema, value };
  const findings = issues.flatMap((issue) => explain(context, issue, []));
  const meant = new Set(
    findings.map(({ path, meant }) => (meant === undefined ? '' : pathText([...path.slice(0, -1), meant]))),
  );
  // A misspelt key is one mistake, not two: that the right one is missing goes without saying.
  return findings.filter(({ kind, path }) => kind !== 'missing' || !meant.has(pathText(path)));
}

function explain(context: Context, issue: Issue, prefix: ConfigPath): Finding[] {
  const path = [...prefix, ...(issue.path as (string | number)[])];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(context, path, key));
  if (issue.message !== NO_MESSAGE)
    return [{ kind: 'value', path, message: authorText(path, issue.message) }];
  if (issue.code === 'invalid_union') return explainUnion(context, issue, path);
  const value = path.reduce(childValue, context.value);
  if (value === undefined) return [{ kind: 'missing', path, message: subject(path, 'is required') }];
  if (issue.code === 'invalid_key') return [badKey(context, issue, path)];
  const requirement = requirementOf(issue);
  if (requirement === null) return [{ kind: 'value', path, message: subject(path, 'is not valid') }];
  const choices = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  return [
    {
      kind: 'value',
      path,
      message: subject(path, `${requirement}, got ${shown(context, path, value)}`),
      suggestion: typeof value === 'string' ? nearest(value, choices) : undefined,
    },
  ];
}

function unknownKey({ schema, value }: Context, parent: ConfigPath, key: string): Finding {
  const path = [...parent, key];
  const { sibling, suggestion, known } = adviseKey(schema, parent, key, value);
  const where = parent.length === 0 ? '' : ` in ${pathText(parent)}`;
  const choices =
    suggestion === undefined && known.length > 0 ? `; known are ${listChoices(known, 'and')}` : '';
  const message = `unknown key '${key}'${where}${choices}`;
  return { kind: 'unknown-key', path, message, suggestion, meant: sibling };
}

function badKey(context: Context, issue: Extract<Issue, { code: 'invalid_key' }>, path: ConfigPath): Finding {
  const key = String(path.at(-1));
  const why = issue.issues.map((inner) => requirementOf(inner) ?? 'is not valid').join(' and ');
  const shownKey = shown(context, path, key);
  return {
    kind: 'unknown-key',
    path,
    message: `the key ${shownKey} in ${pathText(path.slice(0, -1))} ${why}`,
  };
}

/**
 * A union fails with the issues of every option. When the value has the shape of just one option, only that one's
 * issues are of interest; otherwise all that can be said is what the options ask for.
 */
function explainUnion(
  context: Context,
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: ConfigPath,
): Finding[] {
  const value = path.reduce(childValue, context.value);
  if ('options' in issue && Array.isArray(issue.options)) {
    const options = issue.options.map(String);
    const verb = value === undefined ? 'is required: ' : 'must be ';
    const got = value === undefined ? '' : `, got ${shown(context, path, value)}`;
    const message = subject(
      path,
      `${verb}${options.length > 1 ? 'one of ' : ''}${listChoices(options)}${got}`,
    );
    const suggestion = typeof value === 'string' ? nearest(value, options) : undefined;
    return [{ kind: value === undefined ? 'missing' : 'value', path, message, suggestion }];
  }
  if (value === undefined) return [{ kind: 'missing', path, message: subject(path, 'is required') }];
  const fitting = issue.errors.filter(
    (option) => !option.some((inner) => inner.path.length === 0 && isShape(inner)),
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1)
    return only.flatMap((inner) => explain(context, inner, path));
  const wanted = issue.errors.map((option) => option.map(requirementOf).find((text) => text !== null));
  const texts = wanted
    .filter((text) => text?.startsWith('must be '))
    .map((text) => text?.slice('must be '.length));
  const requirement =
    texts.length > 0 ? `must be ${[...new Set(texts)].join(' or ')}` : 'fits none of its forms';
  return [
    { kind: 'value', path, message: subject(path, `${requirement}, got ${shown(context, path, value)}`) },
  ];
}

function isShape(issue: Issue): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union';
}

/** The value as a message may show it: nothing of a secret, not even of a wrong one. */
function shown({ schema, value: root }: Context, path: ConfigPath, value: unknown): string {
  const secret =
    path.some((part) => typeof part === 'string' && nameIsSecret(part)) ||
    path.some((_, index) => schemasAt(schema, path.slice(0, index + 1), root).some(isMarkedSecret));
  if (secret && typeof value !== 'object') return 'a value that is not shown';
  return showValue(typeof value === 'string' ? removeSecretsFromText(value) : value);
}

/** An author's message that reads as a predicate ("must …") follows the key's name; any other follows a colon. */
function authorText(path: ConfigPath, message: string): string {
  if (/^(must|is|has|needs|cannot|may|should)\b/.test(message)) return subject(path, message);
  return path.length === 0 ? message : `${pathText(path)}: ${message}`;
}

function subject(path: ConfigPath, predicate: string): string {
  return `${path.length === 0 ? 'the config' : pathText(path)} ${predicate}`;
}
