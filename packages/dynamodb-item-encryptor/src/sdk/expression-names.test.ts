import { expect, it } from 'vitest';
import { expressionAttributes } from './expression-names.js';

it.each<[expression: string, names: Record<string, string>, attributes: string[]]>([
  ['SET a = :a, #b.c[2] = if_not_exists(d, :d)', { '#b': 'bee' }, ['a', 'bee', 'd']],
  ['ADD hits :one DELETE tags :t REMOVE x[0].y', {}, ['hits', 'tags', 'x']],
  ['attribute_exists(a.b) AND (c BETWEEN :x AND :y OR NOT d IN (:z, e))', {}, ['a', 'c', 'd', 'e']],
  ['begins_with ( #a , :v ) or size(#b) > :n', { '#a': 'one', '#b': 'two' }, ['one', 'two']],
  ['a=:v AND contains(b,:v)AND c<>:v', {}, ['a', 'b', 'c']],
  ['#unknown = :v', {}, ['#unknown']],
  ['#p = :v', { '#p': '__proto__' }, ['__proto__']],
  ['a.#b.c = :v', { '#b': 'inner' }, ['a']],
  ['set a = a + :v', {}, ['a']],
])('%s', (expression, names, attributes) => {
  expect(expressionAttributes(expression, names)).toEqual(attributes);
});
