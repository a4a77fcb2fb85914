import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRequest } from './compile-request.js';
import { createRequestSource, type RequestSet } from './request-source.js';

const SLOTS = 3;

interface Shape {
  readonly template: string;
  readonly pattern: string;
}

/** A piece of a text with the pattern that every rendering of it matches. */
const part = fc.oneof(
  fc.constantFrom<Shape>(
    { template: 'a', pattern: 'a' },
    { template: '-x-', pattern: '-x-' },
    { template: '{{uuid}}', pattern: '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}' },
    { template: '{{seq}}', pattern: '(?:0|[1-9]\\d*)' },
  ),
  fc
    .tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 2000 }))
    .map(([least, more]): Shape => {
      const most = least + more;
      return { template: `{{int ${least} ${most}}}`, pattern: `<int ${least} ${most}>` };
    }),
);
const textParts = fc.array(part, { maxLength: 5 });

/** A pattern cannot say "from 7 to 1013", so the numbers are looked at one by one. */
function expectMatch(text: string, parts: readonly Shape[]): void {
  const pattern = parts.map(({ pattern: p }) => (p.startsWith('<int') ? '(\\d+)' : p)).join('');
  const found = new RegExp(`^${pattern}$`).exec(text);
  expect(found, `${text} for ${pattern}`).not.toBeNull();
  // Digits may be shared out differently between neighbours; then the pattern alone has to do.
  if (parts.some((p, i) => /\d/.test(p.template) && /\d/.test(parts[i + 1]?.template ?? ''))) return;
  if (parts.some((p, i) => p.template === '{{seq}}' || (p.template === '{{uuid}}' && i >= 0))) return;
  const ranges = parts.filter(({ pattern: p }) => p.startsWith('<int'));
  for (const [i, { pattern: p }] of ranges.entries()) {
    const [least, most] = p.match(/\d+/g)!.map(Number);
    const digits = found![i + 1]!;
    expect(digits).toBe(String(Number(digits)));
    expect(Number(digits)).toBeGreaterThanOrEqual(least!);
    expect(Number(digits)).toBeLessThanOrEqual(most!);
  }
}

const join = (parts: readonly Shape[]): string => parts.map(({ template }) => template).join('');

const compiled = (path: readonly Shape[], body: readonly Shape[] | null) =>
  compileRequest({
    method: 'POST',
    path: `/${join(path)}`,
    host: 'h',
    headers: [['X', join(path)]],
    body: body === null ? null : Buffer.from(join(body)),
    literal: false,
  });

const texts = (set: RequestSet, count: number, slice = { index: 0, of: 1 }): string[] => {
  const source = createRequestSource(set, SLOTS, slice);
  return Array.from({ length: count }, (_, i) =>
    Buffer.from(source.bytesFor(i % SLOTS, i)).toString('latin1'),
  );
};

describe('a request source', () => {
  it('fills every field with a value of its kind and range, and frames the body', () => {
    fc.assert(
      fc.property(textParts, textParts, fc.nat(), (path, body, seed) => {
        const set: RequestSet = { requests: [compiled(path, body)], order: null, seed };
        for (const text of texts(set, 12)) {
          const [head = '', payload = ''] = text.split('\r\n\r\n');
          const [line = '', ...fields] = head.split('\r\n');
          expect(line.startsWith('POST /') && line.endsWith(' HTTP/1.1')).toBe(true);
          expectMatch(line.slice('POST /'.length, -' HTTP/1.1'.length), path);
          expectMatch(fields.find((f) => f.startsWith('X: '))!.slice(3), path);
          expectMatch(payload, body);
          expect(fields).toContain(`Content-Length: ${payload.length}`);
        }
      }),
    );
  });

  it('gives the same requests for the same seed, others for another', () => {
    const requests = [compiled([{ template: '{{uuid}}', pattern: '' }], null)];
    const run = (seed: number): string[] => texts({ requests, order: null, seed }, 50);
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    expect(new Set(run(1)).size).toBe(50);
  });

  it('divides the requests of a run among workers: together they send what one would', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(), fc.boolean(), (of, seed, ordered) => {
        const paths = ['{{seq}}', 'b{{int 0 999}}', 'fixed'].map((template) => [{ template, pattern: '' }]);
        const set: RequestSet = {
          requests: paths.map((path) => compiled(path, null)),
          order: ordered ? Uint32Array.of(0, 2, 2, 1, 0, 1, 1) : null,
          seed,
        };
        const whole = texts(set, of * 20);
        const parts = Array.from({ length: of }, (_, index) => texts(set, 20, { index, of }));
        expect(whole).toEqual(whole.map((_, n) => parts[n % of]![Math.floor(n / of)]));
      }),
    );
  });

  it('never repeats {{seq}}, and keeps the bytes of a slot until its next request', () => {
    const source = createRequestSource(
      { requests: [compiled([{ template: '{{seq 98}}', pattern: '' }], null)], order: null, seed: 1 },
      2,
      { index: 0, of: 1 },
    );
    const first = source.bytesFor(0, 0);
    const second = source.bytesFor(1, 1);
    const third = source.bytesFor(1, 0);
    const path = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1').split(' ')[1]!;
    expect([path(first), path(third)]).toEqual(['/98', '/100']);
    // Written over by the third, which is longer: the view of the second still ends where the second did.
    expect(path(second)).toBe('/100');
    expect(third.length).toBe(second.length + 2);
  });

  it('refuses an empty set', () => {
    expect(() => createRequestSource({ requests: [], order: null, seed: 1 }, 1, { index: 0, of: 1 })).toThrow(
      /holds no requests/,
    );
  });
});
