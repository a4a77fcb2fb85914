import type { CellResult, RunResult, SloResult } from '@benchwright/result-schema';
import { xmlText } from '../text/xml-text.js';

/** One test case: what was demanded, and why it was not met where it was not. */
export interface JUnitCase {
  /** The group a CI lists it under: `rest-grpc.slo`. */
  readonly className: string;
  readonly name: string;
  /** Null when it passed. `type` is a short word such as `no-data`. */
  readonly failure: { readonly type: string; readonly message: string } | null;
  /** Shown with the case, passed or not. */
  readonly output?: string;
}

/**
 * JUnit XML, as Jenkins, GitLab and GitHub actions read it: a case for the run's outcome, one for the validity of each cell, one
 * for each SLO, and those given as `gates`. What is not shown to be met, and what has no data, is a failure: a gate that cannot see must
 * not be green.
 */
export function renderJUnit(result: RunResult, gates: readonly JUnitCase[] = []): string {
  const { suite, run, environment } = result;
  const cases = [
    outcomeCase(result),
    ...validityCases(result),
    ...result.slos.map((slo) => sloCase(suite, slo)),
    ...gates,
  ];
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const tookMs =
    run.finishedAt === null ? 0 : Math.max(0, Date.parse(run.finishedAt) - Date.parse(run.startedAt));
  const totals = `tests="${cases.length}" failures="${failures}" errors="0" time="${(tookMs / 1000).toFixed(3)}"`;
  const head = `name="${xmlText(suite)}" ${totals} skipped="0" timestamp="${xmlText(run.startedAt.replace(/(\.\d+)?Z$/, ''))}" hostname="${xmlText(environment.hostname)}"`;
  const properties: [string, string][] = [
    ['run', run.id],
    ['seed', String(run.seed)],
    ['verdict', result.validity.verdict],
    ['command', run.command.join(' ')],
    ['commit', environment.git?.commit ?? ''],
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="benchwright" ${totals}>`,
    `  <testsuite ${head}>`,
    '    <properties>',
    ...properties.map(([name, value]) => `      <property name="${name}" value="${xmlText(value)}"/>`),
    '    </properties>',
    ...cases.map(caseXml),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function outcomeCase({ suite, run, cells }: RunResult): JUnitCase {
  const failure =
    run.outcome !== 'completed'
      ? { type: run.outcome, message: `the run was ${run.outcome} before all trials were measured` }
      : cells.length === 0
        ? { type: 'no-data', message: 'the run has no cells: nothing was measured' }
        : null;
  return { className: `${suite}.run`, name: 'measured as planned', failure };
}

/** Suspect is no failure, for its numbers may be used with care; its reasons are in the output. */
function validityCases({ suite, cells }: RunResult): JUnitCase[] {
  return cells.map(({ id, validity, trials, counts }: CellResult): JUnitCase => {
    const reasons = validity.reasons.map(({ code, verdict, text, hint }) =>
      `${verdict} ${code}: ${text} ${hint}`.trim(),
    );
    const failure =
      trials === 0 || counts.ok === 0
        ? { type: 'no-data', message: reasons[0] ?? 'nothing was answered in a whole trial' }
        : validity.verdict === 'invalid'
          ? { type: 'invalid', message: reasons.find((reason) => reason.startsWith('invalid')) ?? 'invalid' }
          : null;
    return {
      className: `${suite}.validity`,
      name: id,
      failure,
      ...(reasons.length === 0 ? {} : { output: reasons.join('\n') }),
    };
  });
}

function sloCase(suite: string, { id, cell, outcome, text, severity, why }: SloResult): JUnitCase {
  const fails = outcome !== 'pass' && severity !== 'warn';
  const reason = why === undefined ? text : `${text} (${why})`;
  return {
    className: `${suite}.slo`,
    name: `${id} (${cell})`,
    failure: fails ? { type: outcome, message: reason } : null,
    ...(fails ? {} : { output: outcome === 'pass' ? text : `warning, ${outcome}: ${reason}` }),
  };
}

function caseXml({ className, name, failure, output }: JUnitCase): string {
  const start = `    <testcase classname="${xmlText(className)}" name="${xmlText(name)}" time="0"`;
  const body = [
    ...(failure === null
      ? []
      : [`      <failure type="${xmlText(failure.type)}" message="${xmlText(failure.message)}"/>`]),
    ...(output === undefined
      ? []
      : [`      <system-out>${output.split('\n').map(xmlText).join('\n')}</system-out>`]),
  ];
  return body.length === 0 ? `${start}/>` : [`${start}>`, ...body, '    </testcase>'].join('\n');
}
