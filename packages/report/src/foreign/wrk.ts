import type { MetricReplicates } from '../compare/replicates.js';
import { toBaseUnit } from './base-unit.js';
import { ForeignFormatError } from './foreign-format-error.js';
import { errorShare, type ForeignOutput, FROM_SEND, ONE_TRIAL, single } from './foreign-output.js';

/** wrk counts bytes in powers of 1024 and writes them KB, MB, GB. */
const BINARY: Readonly<Record<string, number>> = { B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/**
 * What wrk or wrk2 printed; of several runs one after the other (`wrk … >> file`) each is a replicate. wrk2 is told by its
 * percentile spectrum or calibration: it counts latencies from when a request was due. Null when it is none. Pure.
 *
 * @throws ForeignFormatError for a run that has no end
 */
export function parseWrk(text: string, label: string): ForeignOutput[] | null {
  const runs = text.split(/^(?=Running .+ test @ )/m).filter((run) => /^Running .+ test @ /.test(run));
  return runs.length === 0 ? null : runs.map((run) => parseRun(run, label));
}

function parseRun(text: string, label: string): ForeignOutput {
  const rate = /^Requests\/sec:\s*([\d.]+)/m.exec(text)?.[1];
  if (rate === undefined) {
    throw new ForeignFormatError(label, 'a run of wrk without its line Requests/sec', CUT_SHORT);
  }
  const isWrk2 = /Thread calibration:|HdrHistogram/.test(text);
  const metric = isWrk2 ? 'responseTimeNs' : 'serviceTimeNs';
  const percentiles = [...text.matchAll(/^\s*(\d+(?:\.\d+)?)%\s+([\d.]+)(us|ms|s|m|h)\s*$/gm)];
  const transfer = /^Transfer\/sec:\s*([\d.]+)([KMGT]?B)/m.exec(text);
  return {
    tool: isWrk2 ? 'wrk2' : 'wrk',
    metrics: [
      ...single('requestsPerSec', 'rate', '1/s', Number(rate)),
      ...single(metric, 'mean', 'ns', timeNs(/^\s*Latency\s+([\d.]+)(us|ms|s|m|h)\b/m.exec(text))),
      ...percentiles.flatMap((found) => percentile(metric, Number(found[1]), found)),
      ...failures(text),
      ...single(
        'bytesInPerSec',
        'rate',
        'B/s',
        transfer ? Number(transfer[1]) * BINARY[transfer[2]!]! : null,
      ),
    ],
    lacks: [
      ONE_TRIAL,
      ...(isWrk2 ? [] : [FROM_SEND]),
      ...(percentiles.length > 0
        ? []
        : [{ code: 'NO_PERCENTILES', text: 'run wrk with --latency: without it there is only a mean' }]),
    ],
  };
}

const CUT_SHORT = 'the file was cut short: run wrk to its end, and keep all that it prints';

/** The highest value is no percentile: one request decides it. */
function percentile(metric: string, level: number, [, , value, unit]: RegExpMatchArray): MetricReplicates[] {
  return level >= 100 ? [] : single(metric, `p${level}`, 'ns', timeNs(['', value ?? '', unit ?? '']));
}

function timeNs(found: readonly string[] | null): number | null {
  return found === null ? null : toBaseUnit(Number(found[1]), found[2] ?? '').value;
}

function failures(text: string): MetricReplicates[] {
  const answered = Number(/^\s*(\d+) requests in /m.exec(text)?.[1] ?? Number.NaN);
  const refused = Number(/Non-2xx or 3xx responses:\s*(\d+)/.exec(text)?.[1] ?? 0);
  const sockets = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(text);
  const lost = (sockets ?? []).slice(1).reduce((sum, count) => sum + Number(count), 0);
  return errorShare(refused + lost, answered + lost);
}
