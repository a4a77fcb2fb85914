import { VirtualClock } from '@benchwright/load-driver';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReleaseSchedule, type Scheduled } from './release-schedule.js';

class Line implements Scheduled {
  readonly released: number[] = [];
  readonly #times: number[];

  constructor(times: readonly number[]) {
    this.#times = [...times].sort((a, b) => a - b);
  }

  get nextReleaseNs(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY;
  }

  release(nowNs: number): void {
    while (this.nextReleaseNs <= nowNs) this.released.push(nowNs - this.#times.shift()!);
  }

  forget(): void {
    this.#times.length = 0;
  }
}

const times = fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 20 });

it('wakes every line at each of its times exactly, whichever others there are and whichever forget theirs', () => {
  fc.assert(
    fc.property(
      fc.array(times, { maxLength: 20 }),
      fc.array(times, { maxLength: 5 }),
      (keeping, forgetting) => {
        const clock = new VirtualClock();
        const schedule = new ReleaseSchedule(clock);
        const lines = keeping.map((list) => new Line(list));
        const others = forgetting.map((list) => new Line(list));
        for (const line of [...others, ...lines]) schedule.add(line);
        for (const line of others) line.forget();
        clock.advanceTo(2000);
        for (const [i, line] of lines.entries()) {
          expect(line.released).toEqual(keeping[i]!.map(() => 0));
        }
      },
    ),
  );
});
