import type { RunResult } from '@benchwright/result-schema';
import { groupReasons } from '../console/group-reasons.js';
import { runExtent } from '../console/run-facts.js';
import { terminalSafe } from '../text/terminal-safe.js';

type Level = 'error' | 'warning' | 'notice';

const RANK: Readonly<Record<Level, number>> = { error: 0, warning: 1, notice: 2 };

/**
 * A result as GitHub workflow commands (`::error title=…::…`), which the Actions runner turns into annotations of the run: an
 * error for each SLO that is not shown to be met (a warning where it is said to be only that) and each reason that makes the result invalid, a warning for each suspect one (one for all cells that have it in the same words), one notice
 * for the verdict. GitHub shows ten of each level per step, so the worst come first. Percent-encoded as the runner decodes it
 * (actions/toolkit, `core/src/command.ts`).
 */
export function renderGithubAnnotations(result: RunResult): string {
  const { suite, validity, slos, run, cells } = result;
  const said: [Level, string, string][] = [
    ...slos
      .filter(({ outcome }) => outcome !== 'pass')
      .map(({ id, cell, outcome, text, severity, why }): [Level, string, string] => [
        severity === 'warn' ? 'warning' : 'error',
        `${suite}: SLO ${outcome}`,
        `${id} (${cell}): ${text}${why === undefined ? '' : ` (${why})`}`,
      ]),
    ...(run.outcome === 'completed'
      ? []
      : [
          [
            'error',
            `${suite}: ${run.outcome}`,
            `the run was ${run.outcome} before all trials were measured`,
          ] as [Level, string, string],
        ]),
    ...groupReasons(validity.reasons, cells).map(({ verdict, code, text, hint }): [Level, string, string] => [
      verdict === 'invalid' ? 'error' : 'warning',
      `${suite}: ${code}`,
      hint === '' ? text : `${text}. ${hint}`,
    ]),
    ['notice', `${suite}: ${validity.verdict}`, runExtent(result)],
  ];
  return said
    .sort(([a], [b]) => RANK[a] - RANK[b])
    .map(([level, title, text]) => `::${level} title=${property(title)}::${message(text)}\n`)
    .join('');
}

function message(text: string): string {
  return terminalSafe(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
