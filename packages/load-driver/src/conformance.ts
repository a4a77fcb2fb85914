/**
 * The conformance kit: one set of checks that every suite passes against its own target, and a run without files for the tests
 * that a suite has besides. Free of any test framework: `for (const check of suiteConformance(suite, config)) it(check.name, check.run)`.
 */
export { ConformanceError } from './conformance/expect.js';
export { inMemoryTrial } from './conformance/in-memory-trial.js';
export type { InMemoryOptions, InMemoryRun } from './conformance/run-in-memory.js';
export { inMemoryHeader, runInMemory } from './conformance/run-in-memory.js';
export type { ConformanceCheck } from './conformance/suite-conformance.js';
export { suiteConformance } from './conformance/suite-conformance.js';
