import type { Suite } from '@benchwright/load-driver';
import {
  type ReportInput,
  renderConsole,
  renderCsv,
  renderEmf,
  renderGithubAnnotations,
  renderHlog,
  renderHtml,
  renderJson,
  renderJUnit,
  renderMarkdown,
  renderNdjson,
  renderOpenMetrics,
  renderOtlp,
} from '@benchwright/report';
import { unknownName } from '../usage-error.js';
import type { Page } from './result-text.js';

/** A stored run, with the suite that knows more of it than the result; null where that is not known here. */
export interface LoadedRun {
  readonly input: ReportInput;
  readonly suite: Suite | null;
}

/** One form of a report. */
interface ReportFormat {
  readonly id: string;
  /** What its file is called in a folder. */
  readonly fileName: string;
  /** Whether it can lay several runs over each other. */
  readonly several?: boolean;
  render(runs: readonly [LoadedRun, ...LoadedRun[]], page: Page): string;
}

const GENERAL: readonly ReportFormat[] = [
  { id: 'console', fileName: 'report.txt', render: ([{ input }], page) => renderConsole(input.result, page) },
  {
    id: 'html',
    fileName: 'report.html',
    several: true,
    render: (runs) => renderHtml(runs.map(({ input }) => input)),
  },
  { id: 'json', fileName: 'report.json', render: ([{ input }]) => renderJson(input.result) },
  { id: 'csv', fileName: 'report.csv', render: ([{ input }]) => renderCsv(input.result) },
  { id: 'ndjson', fileName: 'report.ndjson', render: ([{ input }]) => renderNdjson(input.result) },
  { id: 'markdown', fileName: 'report.md', render: ([{ input }]) => renderMarkdown(input.result) },
  {
    id: 'github',
    fileName: 'report.annotations.txt',
    render: ([{ input }]) => renderGithubAnnotations(input.result),
  },
  { id: 'junit', fileName: 'report.junit.xml', render: ([{ input }]) => renderJUnit(input.result) },
  { id: 'hlog', fileName: 'report.hlog', render: ([{ input }]) => renderHlog(input) },
  { id: 'openmetrics', fileName: 'report.prom', render: ([{ input }]) => renderOpenMetrics(input.result) },
  { id: 'otlp', fileName: 'report.otlp.json', render: ([{ input }]) => renderOtlp(input.result) },
  { id: 'emf', fileName: 'report.emf.ndjson', render: ([{ input }]) => renderEmf(input.result) },
];

/** The forms that every result can be shown in, and `all` of them. */
export const REPORT_FORMATS: readonly string[] = [...GENERAL.map(({ id }) => id), 'all'];

/** The formats behind a list of names with commas between them; a suite's own views are `<suite>:<view>`. Throws UsageError for an unknown one. */
export function reportFormats(names: string, suite: Suite | null): ReportFormat[] {
  const views = viewFormats(suite);
  const known = [...GENERAL, ...views];
  const wanted = names.split(',').map((name) => name.trim());
  const found = wanted.flatMap((name) => {
    if (name === 'all') return GENERAL;
    const format = known.find(({ id }) => id === name);
    if (format === undefined)
      throw unknownName('format', name, [...REPORT_FORMATS, ...views.map(({ id }) => id)]);
    return [format];
  });
  return [...new Set(found)];
}

function viewFormats(suite: Suite | null): ReportFormat[] {
  return (suite?.views ?? []).map((view) => ({
    id: `${suite?.id}:${view.id}`,
    fileName: `report.${suite?.id}-${view.id}.${EXTENSIONS[view.mediaType] ?? 'txt'}`,
    render: ([{ input }]) => view.render(input.result),
  }));
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'text/csv': 'csv',
  'text/markdown': 'md',
  'text/html': 'html',
};
