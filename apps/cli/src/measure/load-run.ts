import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Suite } from '@benchwright/load-driver';
import { type FlameGraph, type LineCrossing, type ReportInput, reportInputOf } from '@benchwright/report';
import { parseRunResult, type RunResult, type TrialRecord } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { writeProblem } from '../output/problem.js';
import type { LoadedRun } from '../output/report-formats.js';
import { UsageError } from '../usage-error.js';
import { isRecordLog, readStoredRun } from './open-resumed.js';
import { RECORDS_FILE, RESULT_FILE } from './open-run.js';
import { runPath } from './run-name.js';
import { summarizeContent } from './summarize-content.js';

const MATRIX = 'rest-grpc-matrix';
const S3_INGEST = 's3-ingest';
const SVG = 'image/svg+xml';

/**
 * A stored run by its folder, its records, its result, its id or the beginning of that: summarised anew from the records where there are any and the suite is known
 * here. Lines that cannot be read are named on stderr. Throws UsageError ERR_NOT_A_RUN.
 */
export async function loadRun(path: string, context: CliContext): Promise<LoadedRun> {
  return await loaded(await findRun(path, context), context);
}

/** A stored run and where it lies. */
export interface FoundRun {
  readonly folder: string;
  readonly result: RunResult;
  /** Empty where only the result is there. */
  readonly trials: readonly TrialRecord[];
}

/** {@link loadRun} without what only reports need. */
export async function findRun(name: string, context: CliContext): Promise<FoundRun> {
  const path = await runPath(name, context);
  const records = await recordsOf(path);
  if (records === null) {
    return { folder: dirname(fileOf(path)), result: await readResult(path), trials: [] };
  }
  const { folder, header, content } = await readStoredRun(records);
  const { trials } = content;
  for (const { line, message } of content.problems) {
    writeProblem(context, { label: 'warning', message: `${records}: line ${line}: ${message}` });
  }
  const suite = await suiteOf(header.suite, context);
  if (suite !== null) return { folder, result: summarizeContent(suite, content), trials };
  writeProblem(context, {
    label: 'warning',
    message: `suite ${header.suite} is not known here: showing ${RESULT_FILE} as it was written`,
  });
  return { folder, result: await readResult(join(folder, RESULT_FILE)), trials };
}

async function loaded({ folder, result, trials }: FoundRun, context: CliContext): Promise<LoadedRun> {
  const input: ReportInput = reportInputOf(result, trials, {
    crossings: result.suite === MATRIX ? await crossingsOf(result) : [],
    flameGraphs: await flameGraphsOf(folder, result),
    pareto: result.suite === S3_INGEST ? (await import('@benchwright/s3-ingest')).paretoPlanes(result) : [],
  });
  return { input, suite: await suiteOf(result.suite, context) };
}

/** The suite finds crossings; the report only draws them. */
async function crossingsOf(result: RunResult): Promise<LineCrossing[]> {
  const { findingsOf } = await import('@benchwright/rest-grpc-compare');
  return findingsOf(result).pairs.flatMap(({ network, operation, base, head, crossings }) =>
    crossings.map(({ between, estimate, interval, confidence, lowerBefore }) => ({
      facet: { network, operation },
      lines: lowerBefore === 'base' ? [base, head] : [head, base],
      between,
      estimate,
      interval,
      confidence,
    })),
  );
}

/** Pictures among a run's artifacts. A result may come from anywhere, so nothing outside the run's own folder is read. */
async function flameGraphsOf(folder: string, { artifacts }: RunResult): Promise<FlameGraph[]> {
  const inside = `${resolve(folder)}${sep}`;
  const graphs = artifacts
    .filter(({ mediaType, path }) => mediaType === SVG && resolve(folder, path).startsWith(inside))
    .map(async ({ name, path }): Promise<FlameGraph[]> => {
      const svg = await readFile(resolve(folder, path), 'utf8').catch(() => null);
      return svg === null ? [] : [{ title: name, svg }];
    });
  return (await Promise.all(graphs)).flat();
}

/** The record log behind a path; null when it names a result. */
async function recordsOf(path: string): Promise<string | null> {
  const folder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => null,
  );
  if (folder === null) throw notARun(`there is no run at ${path}`);
  if (!folder) return isRecordLog(path) ? path : null;
  const records = join(path, RECORDS_FILE);
  return await stat(records).then(
    () => records,
    () => null,
  );
}

/** A result as it was written. Throws UsageError ERR_NOT_A_RUN, or the errors of parseRunResult. */
export async function readResult(path: string): Promise<RunResult> {
  const file = fileOf(path);
  const json = await readFile(file, 'utf8').catch((cause: Error) => {
    throw notARun(`cannot read ${file}: ${cause.message}`);
  });
  return parseRunResult(json, file);
}

function fileOf(path: string): string {
  return path.endsWith('.json') ? path : join(path, RESULT_FILE);
}

function notARun(message: string): UsageError {
  return new UsageError(
    message,
    `name a run's folder, its ${RECORDS_FILE} or a ${RESULT_FILE}`,
    'ERR_NOT_A_RUN',
  );
}

async function suiteOf(id: string, { registry }: CliContext): Promise<Suite | null> {
  const entry = registry.suites.find((known) => known.id === id);
  return entry === undefined ? null : await entry.load();
}
