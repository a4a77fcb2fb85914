import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type GateReport,
  renderGate,
  renderGateAnnotations,
  renderGateJUnit,
  renderGateMarkdown,
  toTerminalSafeJson,
} from '@benchwright/report';
import { makeFolders, type RunResult, writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { type Page, pageOf } from '../output/result-text.js';
import { UsageError } from '../usage-error.js';

export const GATE_FORMATS = ['console', 'json', 'junit', 'markdown', 'github'] as const;
export type GateFormat = (typeof GATE_FORMATS)[number];

const FILES: Readonly<Record<GateFormat, string>> = {
  console: 'gate.txt',
  json: 'gate.json',
  junit: 'gate.junit.xml',
  markdown: 'gate.md',
  github: 'gate.annotations.txt',
};
const FILE_PAGE: Page = { columns: 80, color: false };

/** Writes a gate's decision: one form on stdout or in a file, several as files of a folder. */
export async function writeGate(
  report: GateReport,
  result: RunResult,
  formats: readonly GateFormat[],
  output: string | undefined,
  { streams, env }: CliContext,
): Promise<void> {
  const [first = 'console', ...more] = new Set(formats);
  if (output === undefined) {
    if (more.length > 0) {
      throw new UsageError(
        `${more.length + 1} formats do not fit on stdout`,
        'add -o and a folder to put a file of each into',
      );
    }
    streams.stdout.write(gateText(report, result, first, pageOf(streams.stdout, env)));
    return;
  }
  const isFolder = more.length > 0 || output.endsWith('/') || (await isExistingFolder(output));
  if (isFolder) await makeFolders(output);
  for (const format of [first, ...more]) {
    const file = isFolder ? join(output, FILES[format]) : output;
    await writeFileAtomic(file, gateText(report, result, format, FILE_PAGE));
  }
}

function gateText(report: GateReport, result: RunResult, format: GateFormat, page: Page): string {
  switch (format) {
    case 'console':
      return renderGate(report, page);
    case 'json':
      return toTerminalSafeJson(report);
    case 'junit':
      return renderGateJUnit(report, result);
    case 'markdown':
      return renderGateMarkdown(report, result);
    case 'github':
      return renderGateAnnotations(report, result);
  }
}

async function isExistingFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
