import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventsPayload } from './generators.js';

it('is exact for any number and size of events', () => {
  const sizes = fc.record({
    count: fc.integer({ min: 1, max: 50 }),
    eventBytes: fc.integer({ min: 256, max: 8192 }),
  });
  fc.assert(
    fc.property(sizes, ({ count, eventBytes }) => {
      const lines = eventsPayload({ count, eventBytes, nowMs: 0 }).toString('latin1').split('\n');
      expect(lines.pop()).toBe('');
      expect(lines).toHaveLength(count);
      for (const line of lines) {
        expect(line.length).toBe(eventBytes - 1);
        expect(Object.keys(JSON.parse(line) as object)).toEqual(['timestamp', 'event_id', 'source', 'data']);
      }
    }),
  );
});
