/** Names of expressions that are no attributes. None of them can be an attribute without a placeholder: all are reserved words. */
const keywords = new Set(['SET', 'REMOVE', 'ADD', 'DELETE', 'AND', 'OR', 'NOT', 'BETWEEN', 'IN']);

const token = /\s+|[A-Za-z_][A-Za-z0-9_]*|#[A-Za-z0-9_]+|:[A-Za-z0-9_]+|\d+|[\s\S]/gy;

/**
 * The top-level attributes that an expression (condition, filter, update, key condition) refers to: of `a.b[3]` it is `a`. Placeholders are
 * looked up; a placeholder without a name is left as it is, for DynamoDB to refuse.
 */
export function expressionAttributes(
  expression: string,
  names: Readonly<Record<string, string>> = {},
): string[] {
  const tokens = [...expression.matchAll(token)].map(([text]) => text).filter((text) => !/^\s/.test(text));
  const attributes = tokens.filter((text, i) => {
    if (!/^[A-Za-z_#]/.test(text)) return false;
    const isInsidePath = tokens[i - 1] === '.';
    const isFunction = tokens[i + 1] === '(' && !keywords.has(text.toUpperCase());
    return !isInsidePath && !isFunction && !keywords.has(text.toUpperCase());
  });
  return [...new Set(attributes.map((text) => (Object.hasOwn(names, text) ? names[text]! : text)))];
}
