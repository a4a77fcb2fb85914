import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRunResult, readHistory } from '@benchwright/result-schema';
import { readMetricsCsv } from '../continuous/metrics-csv.js';
import { MONITORING_COLUMNS } from '../monitor/monitoring-csv.js';
import { profileSummarySchema } from '../profile/profile-summary.js';
import type { Evidence, FoundProfile, FoundResult } from './evidence.js';

const SUITES = ['did', 'did-ab', 'did-optimize'];

/** Looks through a results folder for what the checklist asks for. What cannot be read is named among the problems, never thrown. */
export async function gatherEvidence(folder: string): Promise<Evidence> {
  const problems: string[] = [];
  const runs = (await Promise.all(SUITES.map((suite) => resultsIn(join(folder, suite), problems)))).flat();
  const baselines = await resultsIn(join(folder, '.baselines'), problems);
  const usable = runs.filter(({ result }) => result.validity.verdict !== 'invalid');
  const names = new Set(runs.map(({ result }) => result.run.id));
  const { notes } = await readHistory(join(folder, 'history.ndjson'));
  return {
    runs: usable.sort((a, b) => (a.result.run.startedAt < b.result.run.startedAt ? -1 : 1)),
    invalidRuns: runs.length - usable.length,
    baselines: baselines
      .filter(({ result }) => result.suite === 'did')
      .map(({ folder: where, result }) => ({
        name: where.split(/[\\/]/).at(-1) ?? '',
        startedAt: result.run.startedAt,
      })),
    profiles: await profilesIn(join(folder, 'did-profiles'), problems),
    monitoring: await monitoringIn(join(folder, 'monitoring.csv'), problems),
    metrics: await metricsIn(join(folder, 'metrics.csv'), problems),
    notes: notes.filter(({ run }) => names.has(run)),
    problems,
  };
}

async function resultsIn(folder: string, problems: string[]): Promise<FoundResult[]> {
  const found: FoundResult[] = [];
  for (const name of await namesIn(folder)) {
    const file = join(folder, name, 'result.json');
    const text = await textOf(file);
    if (text === null) continue;
    const result = attempt(file, problems, () => parseRunResult(text, file));
    if (result !== null) found.push({ folder: join(folder, name), result });
  }
  return found;
}

async function profilesIn(folder: string, problems: string[]): Promise<FoundProfile[]> {
  const found: FoundProfile[] = [];
  for (const name of (await namesIn(folder)).filter((one) => one.endsWith('.json'))) {
    const file = join(folder, name);
    const text = (await textOf(file)) ?? '';
    const summary = attempt(file, problems, () => profileSummarySchema.parse(JSON.parse(text)));
    if (summary !== null) found.push({ file, summary });
  }
  return found.sort((a, b) => (a.summary.at < b.summary.at ? -1 : 1));
}

async function monitoringIn(file: string, problems: string[]): Promise<Evidence['monitoring']> {
  const text = await textOf(file);
  if (text === null) return null;
  const [header, ...rows] = text.trimEnd().split('\n');
  if (header === MONITORING_COLUMNS.join(',')) return { file, rows: rows.length };
  problems.push(`${file}: its columns are not those of did monitor`);
  return null;
}

async function metricsIn(file: string, problems: string[]): Promise<Evidence['metrics']> {
  const text = await textOf(file);
  if (text === null) return null;
  const rows = attempt(file, problems, () => readMetricsCsv(file, text));
  if (rows === null) return null;
  const times = rows.map(({ startedAt }) => startedAt).sort();
  const [first = '', last = first] = [times[0], times.at(-1)];
  return { file, rows: rows.length, first, last };
}

function attempt<Value>(file: string, problems: string[], read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    problems.push(why.includes(file) ? why : `${file}: ${why}`);
    return null;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

async function textOf(file: string): Promise<string | null> {
  return await readFile(file, 'utf8').catch(() => null);
}
