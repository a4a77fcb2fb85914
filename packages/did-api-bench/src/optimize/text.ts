import { formatIn, metricName, scaleFor } from '@benchwright/report';
import type { Comparison, RunResult } from '@benchwright/result-schema';
import { columns } from '../views/columns.js';
import { type Finding, findingsOf, togetherOf } from './findings.js';
import { METRIC, TECHNIQUE_IDS, TECHNIQUES, type TechniqueId, whyNot } from './technique.js';
import { cellParts } from './variant.js';

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
    ...(findings.length === 0 ? [] : [techniqueTable(findings), ...recommendation(findings, result)]),
    ...togetherPart(togetherOf(result)),
    ...validityNote(result),
  ];
  return `${parts.join('\n\n')}\n`;
}

function techniqueTable(findings: readonly Finding[]): string {
  const head = ['technique', 'measured by', 'before', 'after', 'change', '95 % interval', 'p', 'q (FDR)', ''];
  const rows = findings.map(({ technique, comparison, qValue, verdict }) => [
    TECHNIQUES[technique].title,
    figureOf(comparison),
    ...beforeAfter(comparison),
    changeOf(comparison.ratio?.estimate ?? null),
    intervalOf(comparison),
    probability(comparison.pValue),
    probability(qValue),
    verdict,
  ]);
  return ['One technique at a time, against the server before', ...columns([head, ...rows])].join('\n');
}

function recommendation(findings: readonly Finding[], { run }: RunResult): string[] {
  const of = (verdict: Finding['verdict']) => findings.filter((finding) => finding.verdict === verdict);
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)].join('\n')];
  return [
    ...list('Worth it here', of('helped').map(withChange)),
    ...list('No difference shown here', of('no difference shown').map(withUncertainty)),
    ...list('Made it worse here', of('harmed').map(withChange)),
    ...list(
      'Not judged',
      of('not judged').map(({ technique, reason }) => `${TECHNIQUES[technique].title}: ${reason ?? ''}`),
    ),
    ...list('Not tried', notTried(findings, run.config)),
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

/** The verdict of the run on itself: every figure above stands on its cells. */
function validityNote({ cells }: RunResult): string[] {
  const doubted = cells.filter(({ validity }) => validity.verdict !== 'valid');
  if (doubted.length === 0) return [];
  const codes = new Set(doubted.flatMap(({ validity }) => validity.reasons.map(({ code }) => code)));
  const invalid = doubted.filter(({ validity }) => validity.verdict === 'invalid').length;
  return [
    `Of ${cells.length} cells, ${doubted.length - invalid} are suspect and ${invalid} invalid: ${[...codes].join(', ')}. benchwright report says which, and why.`,
  ];
}

function withChange({ technique, comparison }: Finding): string {
  return `${TECHNIQUES[technique].title}: ${figureOf(comparison)} ${changeOf(comparison.ratio?.estimate ?? null)} (${intervalOf(comparison)})`;
}

/** What an interval leaves possible is the honest end of "no difference". */
function withUncertainty({ technique, comparison }: Finding): string {
  return `${TECHNIQUES[technique].title}: ${figureOf(comparison)} between ${intervalOf(comparison, ' and ')}`;
}

function notTried(findings: readonly Finding[], config: Readonly<Record<string, unknown>>): string[] {
  const tried = new Set<TechniqueId>(findings.map(({ technique }) => technique));
  const asked = Array.isArray(config.techniques) ? config.techniques : [];
  const means = {
    store: config.store === 'memory' ? ('memory' as const) : ('database' as const),
    databaseUrl: typeof config.databaseUrl === 'string' ? config.databaseUrl : null,
    redisUrl: typeof config.redisUrl === 'string' ? config.redisUrl : null,
  };
  return TECHNIQUE_IDS.filter((id) => !tried.has(id)).map((id) => {
    const { title } = TECHNIQUES[id];
    return `${title}: ${asked.includes(id) ? (whyNot(TECHNIQUES[id], means) ?? 'not measured') : 'not asked for'}`;
  });
}

function note(findings: readonly Finding[]): string {
  const rounds = Math.min(...findings.map(({ comparison }) => comparison.n));
  const gzip = findings.some(({ technique }) => technique === 'gzip')
    ? ' On loopback bytes cost nothing, so gzip can only show its price here.'
    : '';
  return `Each of the ${rounds} rounds starts every server anew; p-values are corrected for ${findings.length} techniques (Benjamini–Hochberg, 5 %).${gzip}`;
}

function togetherPart(comparisons: readonly Comparison[]): string[] {
  if (comparisons.length === 0) return [];
  const rows = comparisons.map((one) => [
    figureOf(one),
    ...beforeAfter(one),
    changeOf(one.ratio?.estimate ?? null),
    intervalOf(one),
    one.winner === null ? 'no difference shown' : one.winner === one.head.cell ? 'better' : 'worse',
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
  return ratio === null ? '–' : `${ratio >= 1 ? '+' : '−'}${(Math.abs(ratio - 1) * 100).toFixed(1)} %`;
}

function intervalOf({ ratio }: Comparison, between = ' … '): string {
  const [low, high] = ratio?.interval ?? [null, null];
  return low === null && high === null ? 'unknown' : `${changeOf(low)}${between}${changeOf(high)}`;
}

function probability(p: number | null): string {
  if (p === null) return '–';
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
