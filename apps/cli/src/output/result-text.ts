import type { Suite } from '@benchwright/load-driver';
import { renderConsole, renderCsv, renderJson } from '@benchwright/report';
import type { RunResult } from '@benchwright/result-schema';
import { unknownName } from '../usage-error.js';
import { columnsOf, type EnvironmentVariables, type OutputStream, wantsColor } from './streams.js';

/** The forms that every result can be shown in. */
const FORMATS = ['console', 'json', 'csv'] as const;

export interface Page {
  readonly columns: number;
  readonly color: boolean;
}

/** The page that a stream offers. */
export function pageOf(stream: OutputStream, env: EnvironmentVariables): Page {
  return { columns: columnsOf(stream), color: wantsColor(stream, env) };
}

/** A result in one of the general formats, or in one of its suite's own views (`rest-grpc:csv`). */
export function resultText(result: RunResult, format: string, suite: Suite | null, page: Page): string {
  switch (format) {
    case 'console':
      return renderConsole(result, page);
    case 'json':
      return renderJson(result);
    case 'csv':
      return renderCsv(result);
    default:
      return suiteView(result, format, suite);
  }
}

/** Names of the formats that a result of this suite can be shown in. */
function formatsOf(suite: Suite | null): string[] {
  return [...FORMATS, ...(suite?.views ?? []).map(({ id }) => `${suite?.id}:${id}`)];
}

function suiteView(result: RunResult, format: string, suite: Suite | null): string {
  const view = suite?.views.find(({ id }) => format === `${suite.id}:${id}`);
  if (view === undefined) throw unknownName('format', format, formatsOf(suite));
  return view.render(result);
}
