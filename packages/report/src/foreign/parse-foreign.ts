import { mergeReplicates } from '../compare/merge-replicates.js';
import type { Replicates } from '../compare/replicates.js';
import { parseAutocannon } from './autocannon.js';
import { ForeignFormatError } from './foreign-format-error.js';
import type { ForeignOutput } from './foreign-output.js';
import { parseGoBenchmark } from './go-benchmark.js';
import { parseHyperfine } from './hyperfine.js';
import { parseK6 } from './k6.js';
import { parseOha } from './oha.js';
import { parseVegeta } from './vegeta.js';
import { parseWrk } from './wrk.js';

const OF_JSON = [parseK6, parseAutocannon, parseOha, parseVegeta, parseHyperfine] as const;

/**
 * The output of another tool as a side of a comparison. The tool is told by what the text holds, never by the file's name. What
 * the format does not carry stands in `warnings`. Pure; O(length).
 *
 * @throws ForeignFormatError (ERR_FOREIGN_FORMAT) when it is of none of the tools, or cut short
 */
export function parseForeign(text: string, label: string): Replicates {
  const outputs = /^\s*[[{]/.test(text) ? [ofJson(text, label)] : ofText(text, label);
  return mergeReplicates(outputs.map((output) => sideOf(output, label)));
}

function sideOf({ tool, metrics, lacks }: ForeignOutput, label: string): Replicates {
  if (metrics.length === 0)
    throw new ForeignFormatError(label, `an output of ${tool} without a number in it`);
  return { label, tool, metrics, warnings: lacks, validity: null, environment: null };
}

function ofJson(text: string, label: string): ForeignOutput {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ForeignFormatError(label, `begins like JSON, but is cut short or broken (${why})`);
  }
  for (const parse of OF_JSON) {
    const output = parse(json);
    if (output !== null) return output;
  }
  throw new ForeignFormatError(
    label,
    'is JSON, but neither a result of Benchwright nor of a tool known here',
  );
}

function ofText(text: string, label: string): ForeignOutput[] {
  const wrk = parseWrk(text, label);
  if (wrk !== null) return wrk;
  const go = parseGoBenchmark(text);
  if (go === null) throw new ForeignFormatError(label, 'is not the output of a tool known here');
  return [go];
}
