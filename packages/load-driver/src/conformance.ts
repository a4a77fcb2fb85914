/**
 * The conformance kit: one set of checks that every suite passes against its own target. Free of any test framework:
 * `for (const check of suiteConformance(suite, config)) it(check.name, check.run)`.
 */
export { ConformanceError } from './conformance/expect.js';
export type { ConformanceCheck } from './conformance/suite-conformance.js';
export { suiteConformance } from './conformance/suite-conformance.js';
