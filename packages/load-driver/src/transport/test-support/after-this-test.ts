import { onTestFinished } from 'vitest';

/**
 * Has something undone after the test, whatever its end; last come, first undone. Bound to the test and not to a hook of this module: test
 * files share a process, and a hook would be that of the file alone that loaded it first.
 */
export function afterThisTest(cleanup: () => Promise<void>): void {
  onTestFinished(cleanup);
}
