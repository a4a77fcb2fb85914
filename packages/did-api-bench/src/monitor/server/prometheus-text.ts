import { BenchwrightError } from '@benchwright/result-schema';

/** One line of a metrics page. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What was answered is no metrics page. */
class MetricsFormatError extends BenchwrightError {
  constructor(line: number, problem: string) {
    super('ERR_METRICS_FORMAT', `line ${line} of the metrics: ${problem}`, {
      hint: 'the URL must answer in the Prometheus text format, as /metrics usually does',
    });
  }
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\\n]|\\.)*)"\s*(,?)/;

/**
 * Samples of a page in the Prometheus text format 0.0.4; OpenMetrics' exemplars and `# EOF` are understood, too. Comments, types and
 * timestamps are left out. Pure; O(text).
 *
 * @throws MetricsFormatError naming the first line that is not of the format
 */
export function parsePrometheusText(text: string): MetricSample[] {
  const samples: MetricSample[] = [];
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line !== '' && !line.startsWith('#')) samples.push(parseSample(line, i + 1));
  }
  return samples;
}

function parseSample(line: string, number: number): MetricSample {
  const name = NAME.exec(line)?.[0];
  if (name === undefined)
    throw new MetricsFormatError(number, `'${line.slice(0, 40)}' does not begin with a name`);
  let rest = line.slice(name.length).trimStart();
  let labels: Record<string, string> = {};
  if (rest.startsWith('{')) ({ labels, rest } = parseLabels(rest.slice(1), number));
  const text = rest.trim().split(/\s+/)[0] ?? '';
  const value = numberOf(text);
  if (value === null) throw new MetricsFormatError(number, `'${text.slice(0, 40)}' is no value of ${name}`);
  return { name, labels, value };
}

function parseLabels(text: string, number: number): { labels: Record<string, string>; rest: string } {
  // Without a prototype, so that a label called __proto__ is a label.
  const labels: Record<string, string> = Object.create(null);
  let rest = text;
  for (;;) {
    const end = /^\s*\}/.exec(rest);
    if (end) return { labels, rest: rest.slice(end[0].length) };
    const label = LABEL.exec(rest);
    const [whole = '', name = '', value = '', comma] = label ?? [];
    rest = rest.slice(whole.length);
    if (label === null || (comma === '' && !rest.startsWith('}')))
      throw new MetricsFormatError(number, 'its labels are not closed, or not name="value"');
    labels[name] = value.replaceAll(/\\(.)/g, (_all, character: string) =>
      character === 'n' ? '\n' : character,
    );
  }
}

const WORDS: ReadonlyMap<string, number> = new Map([
  ['+Inf', Number.POSITIVE_INFINITY],
  ['Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
  ['NaN', Number.NaN],
]);

function numberOf(text: string): number | null {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? null : value;
}
