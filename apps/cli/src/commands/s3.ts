import type { SuiteEntry } from '../registry/registry.js';
import type { CommandSpec, GroupSpec } from '../spec/command-spec.js';
import { s3InvokeCommand } from './s3-invoke.js';
import { s3QueriesCommand } from './s3-queries.js';
import { s3RunCommand } from './s3-run.js';
import { s3SummarizeCommand } from './s3-summarize.js';

export const s3Groups: readonly GroupSpec[] = [
  { path: ['s3'], summary: 'Measure ingestion into S3, and summarise what was measured' },
];

/** `s3 run|invoke|summarize|queries`. */
export function s3Commands(entry: SuiteEntry): CommandSpec[] {
  return [s3RunCommand(entry), s3InvokeCommand, s3SummarizeCommand, s3QueriesCommand];
}
