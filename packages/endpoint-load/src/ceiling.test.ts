import { describe, expect, it } from 'vitest';
import type { HttpConfigInput } from './config.js';
import { measure } from './testing/measure.js';
import { serve } from './testing/servers.js';
import { renderHttpText } from './views/text.js';

/** The ceiling of the only cell, and how many requests the server saw. */
async function ceilingOf(input: HttpConfigInput) {
  const server = await serve();
  const { result } = await measure({
    url: `${server.url}/x`,
    requests: 60,
    trials: 2,
    ceiling: '200ms',
    ...input,
  });
  return { ceiling: result.cells[0]?.ceiling, seen: server.seen.length, text: renderHttpText(result) };
}

describe("the generator's ceiling of an endpoint", () => {
  it('is measured with the sizes of the first trial, and not a request more is sent', async () => {
    const { ceiling, seen, text } = await ceilingOf({
      connections: 3,
      method: 'POST',
      body: 'x'.repeat(500),
    });
    expect(seen).toBe(60);
    expect(ceiling?.measured).toMatchObject({ protocol: 'http1', connections: 3, pipelining: 1 });
    expect(ceiling?.measured?.requestBytes).toBeGreaterThan(500);
    expect(ceiling?.share).toBeGreaterThan(0);
    expect(text).toMatch(/^ceiling +answered load is [\d.]+ % of this generator's ceiling of/m);
  });

  it('is that of as many threads as the run has', async () => {
    const { ceiling } = await ceilingOf({ connections: 4, workers: 2 });
    expect(ceiling?.measured).toMatchObject({ connections: 4, workers: 2 });
  });

  it.each([
    [{ ceiling: false }, /turned off \(ceiling: false\)/],
    [{ connectionPolicy: 'per-request' }, /with a connection for every request/],
  ] satisfies [HttpConfigInput, RegExp][])(
    'is not measured with %o, and the result says so',
    async (input, why) => {
      const { ceiling } = await ceilingOf(input);
      expect(ceiling).toMatchObject({ measured: null, share: null, text: expect.stringMatching(why) });
    },
  );
});
