import type { RunComparison } from '@benchwright/report';
import { writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { type ComparisonFormat, comparisonText, isWorse } from './comparison-text.js';
import { pageOf } from './result-text.js';

const FILE_PAGE = { columns: 80, color: false };

/** Shows comparisons on stdout, or in the file that was asked for. Returns whether any of them is for the worse. */
export async function writeComparison(
  compared: readonly RunComparison[],
  asked: {
    readonly json: boolean | undefined;
    readonly format: ComparisonFormat | undefined;
    readonly output: string | undefined;
  },
  { streams, env }: CliContext,
): Promise<boolean> {
  if (compared.length === 0) return false;
  const format = asked.json === true ? 'json' : (asked.format ?? 'console');
  if (asked.output === undefined) {
    streams.stdout.write(comparisonText(compared, format, pageOf(streams.stdout, env)));
  } else await writeFileAtomic(asked.output, comparisonText(compared, format, FILE_PAGE));
  return compared.some(isWorse);
}
