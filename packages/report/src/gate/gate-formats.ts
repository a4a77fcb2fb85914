import type { RunResult, SloResult } from '@benchwright/result-schema';
import { renderGithubAnnotations } from '../github/render-annotations.js';
import { type JUnitCase, renderJUnit } from '../junit/render-junit.js';
import { markdownText } from '../markdown/markdown-text.js';
import { renderMarkdown } from '../markdown/render-markdown.js';
import { failsGate, type GateReport, gateHeadline } from './gate-report.js';

/** The run as JUnit XML with every condition of the gate as a test case, and one for what fails it besides. Pure. */
export function renderGateJUnit(report: GateReport, result: RunResult): string {
  const className = `${result.suite}.gate`;
  const because = report.because.map(
    (reason): JUnitCase => ({ className, name: reason, failure: { type: 'fail', message: reason } }),
  );
  return renderJUnit({ ...result, slos: [] }, [
    ...because,
    ...report.results.map((one) => caseOf(className, one)),
  ]);
}

function caseOf(className: string, result: SloResult): JUnitCase {
  const { id, cell, outcome, text, why } = result;
  const message = why === undefined ? text : `${text} (${why})`;
  const name = `${id} (${cell})`;
  if (failsGate(result)) return { className, name, failure: { type: outcome, message } };
  return {
    className,
    name,
    failure: null,
    output: outcome === 'pass' ? text : `warning, ${outcome}: ${message}`,
  };
}

/** The decision above the run's own summary, for a GitHub job summary or a pull request. Pure. */
export function renderGateMarkdown(report: GateReport, result: RunResult): string {
  const { verdict, baseline, warnings } = report;
  const headline = `# ${verdict === 'pass' ? '✅' : '❌'} ${markdownText(sentence(gateHeadline(report)))}`;
  const sections = [
    headline,
    baseline === null ? '' : `Compared with ${markdownText(baseline)}.`,
    warnings.map(({ code, text }) => `- **warning** ${markdownText(`${text} [${code}]`)}`).join('\n'),
    renderMarkdown({ ...result, slos: [...report.results] }),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The run's annotations with the gate's conditions in place of its own. Pure. */
export function renderGateAnnotations(report: GateReport, result: RunResult): string {
  return renderGithubAnnotations({ ...result, slos: [...report.results] });
}
