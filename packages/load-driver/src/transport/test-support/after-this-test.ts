import { afterEach } from 'vitest';

const cleanups: (() => Promise<void>)[] = [];

/** Has something undone after the test, whatever its end; last come, first undone. */
export function afterThisTest(cleanup: () => Promise<void>): void {
  cleanups.push(cleanup);
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
