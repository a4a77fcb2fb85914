import { formatIn, metricName, scaleFor, terminalSafe, wrapColumns } from '@benchwright/report';
import type { Comparison, RunResult } from '@benchwright/result-schema';
import { columns, digits } from '../views/columns.js';
import { type Finding, findingsOf, type TechniqueVerdict, togetherOf } from './findings.js';
import { METRIC, TECHNIQUE_IDS, TECHNIQUES, type TechniqueId, whyNot } from './technique.js';
import { cellParts } from './variant.js';

const COLUMNS = 80;

/** What each operation is called. */
const NAMES = {
  health: 'health check',
  verify: 'verification',
  generate: 'DID generation',
  list: "list of a wallet's DIDs",
} as const;

/**
 * The result of an optimisation run for people: a line for each technique, what they do together, and a recommendation that says as
 * well what did not help here. Pure.
 */
export function renderOptimizeText(result: RunResult): string {
  const findings = findingsOf(result);
  const parts = [
    ...(findings.length === 0
      ? notMeasured(findings, result)
      : [techniqueTables(findings).join('\n'), ...recommendation(findings, result)]),
    ...togetherPart(togetherOf(result)),
    ...validityNote(result),
  ];
  return `${parts.join('\n\n')}\n`;
}

const MARKS: Readonly<Record<TechniqueVerdict, string>> = {
  helped: '+ ',
  harmed: '− ',
  'not judged': '? ',
  'no difference shown': '  ',
};

/** A block for each figure that techniques are measured by: its unit stands once, and the lines keep to 80 columns. */
function techniqueTables(findings: readonly Finding[]): string[] {
  const figures = [...new Set(findings.map(({ comparison }) => figureOf(comparison)))];
  return [
    'One technique at a time, against the server before',
    '+ helped, − harmed, ? not judged, else no difference shown',
    ...figures.flatMap((figure) => {
      const group = findings.filter(({ comparison }) => figureOf(comparison) === figure);
      const scale = scaleFor(
        group[0]!.comparison.unit,
        group.flatMap(({ comparison: { base, head } }) => [base.estimate, head.estimate]),
      );
      const inUnit = (value: number | null) => (value === null ? null : value / scale.divisor);
      const head = [`${figure}, ${scale.unit}`, 'before', 'after', 'change', '95 % interval', 'q'];
      const rows = group.map(({ technique, comparison, qValue }) => [
        TECHNIQUES[technique].title,
        digits(inUnit(comparison.base.estimate)),
        digits(inUnit(comparison.head.estimate)),
        changeOf(comparison.ratio?.estimate ?? null),
        intervalOf(comparison),
        probability(qValue),
      ]);
      const [first = '', ...lines] = columns([head, ...rows]);
      return ['', first, ...lines.map((line, i) => `${MARKS[group[i]!.verdict]}${line.slice(2)}`)];
    }),
  ];
}

function recommendation(findings: readonly Finding[], result: RunResult): string[] {
  const of = (verdict: Finding['verdict']) => findings.filter((finding) => finding.verdict === verdict);
  const [small, open] = [
    of('no difference shown').filter(isSmall),
    of('no difference shown').filter((one) => !isSmall(one)),
  ];
  return [
    ...list('Worth it here', of('helped').map(withChange)),
    ...list(`No difference here: less than ${SMALL * 100} % either way`, small.map(withUncertainty)),
    ...list('No difference shown here, and not settled: more rounds would tell', open.map(withUncertainty)),
    ...list('Made it worse here', of('harmed').map(withChange)),
    ...list(
      'Not judged',
      of('not judged').map(({ technique, reason }) => `${TECHNIQUES[technique].title}: ${reason ?? ''}`),
    ),
    ...(of('not judged').some(({ reason }) => reason?.includes('scatter'))
      ? [wrapped(SCATTER).join('\n')]
      : []),
    ...notMeasured(findings, result),
    ...list(
      'At the cost of something else',
      findings.flatMap(({ technique, sideEffects }) =>
        sideEffects.map(
          (one) =>
            `${TECHNIQUES[technique].title}: ${figureOf(one)} ${changeOf(one.ratio?.estimate ?? null)}`,
        ),
      ),
    ),
    note(findings),
  ];
}

const SCATTER =
  'Where rounds scatter so much, something else used the machine, and may have slowed one server more than another: measure again while it is at rest.';

/** A change below this is hardly worth a technique: an interval that ends within it says that there is nothing to gain. */
const SMALL = 0.1;

function isSmall({ comparison }: Finding): boolean {
  const [low, high] = comparison.ratio?.interval ?? [null, null];
  return low !== null && high !== null && low > 1 - SMALL && high < 1 + SMALL;
}

/** A paragraph of points; none where there is no point. */
function list(title: string, points: readonly string[]): string[] {
  if (points.length === 0) return [];
  const lines = points.flatMap((point) =>
    wrapped(point, '    ').map((line, i) => (i === 0 ? line.slice(2) : line)),
  );
  return [[title, ...lines].join('\n')];
}

function wrapped(text: string, indent = ''): string[] {
  return wrapColumns(terminalSafe(text), COLUMNS - indent.length).map((line) => `${indent}${line}`);
}

/** The verdict of the run on itself: every figure above stands on its cells. */
function validityNote({ cells }: RunResult): string[] {
  const doubted = cells.filter(({ validity }) => validity.verdict !== 'valid');
  if (doubted.length === 0) return [];
  const codes = new Set(doubted.flatMap(({ validity }) => validity.reasons.map(({ code }) => code)));
  const invalid = doubted.filter(({ validity }) => validity.verdict === 'invalid').length;
  const text = `Of ${cells.length} cells, ${doubted.length - invalid} are suspect and ${invalid} invalid: ${[...codes].join(', ')}. benchwright report says which, and why.`;
  return [wrapped(text).join('\n')];
}

function withChange({ technique, comparison }: Finding): string {
  return `${TECHNIQUES[technique].title}: ${figureOf(comparison)} ${changeOf(comparison.ratio?.estimate ?? null)} (${intervalOf(comparison)})`;
}

/** What an interval leaves possible is the honest end of "no difference". */
function withUncertainty({ technique, comparison }: Finding): string {
  const interval = intervalOf(comparison, ' and ');
  const range = interval === UNKNOWN ? 'one round has no interval' : `between ${interval}`;
  return `${TECHNIQUES[technique].title}: ${figureOf(comparison)} ${range}`;
}

/** What was not asked for, what cannot be tried here, and what an interrupted run has not compared yet. */
function notMeasured(findings: readonly Finding[], { run: { config } }: RunResult): string[] {
  const asked = Array.isArray(config.techniques) ? config.techniques : [];
  if (asked.length === 0) return [];
  const compared = new Set<TechniqueId>(findings.map(({ technique }) => technique));
  const means = {
    store: config.store === 'memory' ? ('memory' as const) : ('database' as const),
    databaseUrl: typeof config.databaseUrl === 'string' ? config.databaseUrl : null,
    redisUrl: typeof config.redisUrl === 'string' ? config.redisUrl : null,
  };
  const why = (id: TechniqueId): string => {
    if (!asked.includes(id)) return 'not asked for';
    return whyNot(TECHNIQUES[id], means) ?? 'its rounds are not whole: go on with --resume';
  };
  const rest = TECHNIQUE_IDS.filter((id) => !compared.has(id));
  return list(
    'Not tried',
    rest.map((id) => `${TECHNIQUES[id].title}: ${why(id)}`),
  );
}

function note(findings: readonly Finding[]): string {
  const rounds = Math.min(...findings.map(({ comparison }) => comparison.n));
  const gzip = findings.some(({ technique }) => technique === 'gzip')
    ? ' On loopback bytes cost nothing, so gzip can only show its price here.'
    : '';
  const text = `Each of the ${rounds} rounds starts every server anew; q is the p-value corrected for ${findings.length} techniques (Benjamini–Hochberg, 5 %).${gzip}`;
  return wrapped(text).join('\n');
}

function togetherPart(comparisons: readonly Comparison[]): string[] {
  if (comparisons.length === 0) return [];
  const rows = comparisons.map((one) => [
    figureOf(one),
    ...beforeAfter(one),
    changeOf(one.ratio?.estimate ?? null),
    intervalOf(one),
    one.winner === null ? '' : one.winner === one.head.cell ? 'better' : 'worse',
  ]);
  const head = ['', 'before', 'after', 'change', '95 % interval', ''];
  return [['All that helped, together', ...columns([head, ...rows])].join('\n')];
}

function figureOf({ metric, head }: Comparison): string {
  const operation = NAMES[cellParts(head.cell).operation];
  if (metric === METRIC.start) return 'start of the server';
  if (metric === METRIC.verifications) return 'verifications';
  return metric === METRIC.requests ? operation : `${operation}, ${metricName(metric)}`;
}

function beforeAfter({ unit, base, head }: Comparison): [string, string] {
  const scale = scaleFor(unit, [base.estimate, head.estimate]);
  return [formatIn(scale, base.estimate), `${formatIn(scale, head.estimate)} ${scale.unit}`];
}

function changeOf(ratio: number | null): string {
  if (ratio === null) return '–';
  const percent = Math.abs(ratio - 1) * 100;
  return `${ratio >= 1 ? '+' : '−'}${percent.toFixed(percent < 9.95 ? 1 : 0)} %`;
}

const UNKNOWN = 'unknown';

function intervalOf({ ratio }: Comparison, between = ' … '): string {
  const [low, high] = ratio?.interval ?? [null, null];
  return low === null && high === null ? UNKNOWN : `${changeOf(low)}${between}${changeOf(high)}`;
}

function probability(p: number | null): string {
  if (p === null) return '–';
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
