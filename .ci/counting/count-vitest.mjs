/** @import { Tally } from './tally.mjs' */

/**
 * @typedef {{ fullName: string, status: string }} TestResult
 * @typedef {{ name: string, status: string, message: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{ success: boolean, testResults: FileResult[] }} VitestReport
 */

/**
 * Counts the tests of one JSON report of vitest. A file that could not be loaded counts as one failure, and so does a
 * run that failed although no test did: an error outside of any test, or no test at all.
 *
 * @param {string} title what was tested, to name the failures by
 * @param {VitestReport | null} report null when there is none
 * @returns {Tally}
 */
export function countVitest(title, report) {
  if (report === null) return { passed: 0, failures: [`${title}: ended without a report`], notes: [] };
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const failures = [
    ...tests.filter(({ status }) => status === 'failed').map(({ fullName }) => `${title}: ${fullName}`),
    ...report.testResults
      .filter(
        (file) =>
          file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
      )
      .map((file) => `${title}: ${file.name}: ${file.message || 'failed outside of its tests'}`),
  ];
  if (!report.success && failures.length === 0) {
    failures.push(`${title}: ${tests.length === 0 ? 'has no tests' : 'failed outside of its tests'}`);
  }
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failures,
    notes: skipped.map(({ fullName }) => `skipped: ${title}: ${fullName}`),
  };
}
