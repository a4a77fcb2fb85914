import type { SloResult, ValidityReason } from '@benchwright/result-schema';
import { runExtent } from '../../console/run-facts.js';
import type { ReportInput } from '../../input/report-input.js';
import { type Html, html, NOTHING } from '../html.js';
import { dataTable, fold, type PageSection, pill, section, textColumn, VERDICT_KIND } from './section.js';

const SENTENCE = {
  valid: 'Nothing was found that speaks against these numbers.',
  suspect: 'These numbers may be used with care: read why below first.',
  invalid: 'These numbers must not be relied on. Why, and what to do, is below.',
} as const;

/** The top of the page: whether the numbers can be trusted, and if not, why and what to do. One card per run. */
export function verdictCards(inputs: readonly ReportInput[]): Html {
  return html`<div class="cards">${inputs.map((input) => card(input, inputs.length > 1))}</div>`;
}

function card({ result, label }: ReportInput, named: boolean): Html {
  const { verdict, reasons } = result.validity;
  const title = named ? html`<p class="card-name">${label}</p>` : NOTHING;
  return html`<div class="card ${VERDICT_KIND[verdict]}">
${title}<p class="verdict">${pill(VERDICT_KIND[verdict], verdict.toUpperCase())} <span>${SENTENCE[verdict]}</span></p>
<p class="extent">${runExtent(result)}</p>
${outcomeNote(result.run.outcome)}${reasonList(reasons)}
</div>`;
}

function outcomeNote(outcome: ReportInput['result']['run']['outcome']): Html {
  if (outcome === 'completed') return NOTHING;
  return html`<p class="note">The run was ${outcome}: what follows rests on the trials measured before that.</p>`;
}

/** Reasons of the same kind stand together: a machine in trouble troubles every cell, and one line for that is enough. */
function reasonList(reasons: readonly ValidityReason[]): Html {
  if (reasons.length === 0) return NOTHING;
  const byCode = new Map<string, ValidityReason[]>();
  for (const reason of reasons) byCode.set(reason.code, [...(byCode.get(reason.code) ?? []), reason]);
  const rank = (list: readonly ValidityReason[]): number =>
    list.some(({ verdict }) => verdict === 'invalid') ? 0 : 1;
  const groups = [...byCode.values()].sort((a, b) => rank(a) - rank(b));
  return html`<ul class="reasons">${groups.map(reasonItem)}</ul>`;
}

function reasonItem(group: readonly ValidityReason[]): Html {
  const worst = group.find(({ verdict }) => verdict === 'invalid') ?? group[0]!;
  const others = group.filter((reason) => reason !== worst);
  const hint = group.find((reason) => reason.hint !== '')?.hint ?? '';
  const more =
    others.length === 0
      ? NOTHING
      : fold(
          `and ${others.length} more of this kind`,
          html`<ul>${others.map(({ text }) => html`<li>${text}</li>`)}</ul>`,
        );
  return html`<li>${pill(worst.verdict === 'invalid' ? 'bad' : 'warn', worst.verdict)} ${worst.text} <code>${worst.code}</code>
${hint === '' ? NOTHING : html`<p class="hint">→ ${hint}</p>`}${more}</li>`;
}

const OUTCOME_KIND = { pass: 'good', fail: 'bad', 'not-shown': 'warn', 'no-data': 'bad' } as const;
const OUTCOME_RANK: Readonly<Record<SloResult['outcome'], number>> = {
  fail: 0,
  'no-data': 1,
  'not-shown': 2,
  pass: 3,
};

/** What was demanded, and whether it is shown to be met; what is not comes first. */
export function sloSection(inputs: readonly ReportInput[]): PageSection | null {
  const rows = inputs
    .flatMap(({ result, label }) => result.slos.map((slo) => ({ slo, label })))
    .sort((a, b) => OUTCOME_RANK[a.slo.outcome] - OUTCOME_RANK[b.slo.outcome])
    .map(({ slo, label }) => [
      html`<code>${slo.id}</code>`,
      inputs.length > 1 ? `${label}: ${slo.cell}` : slo.cell,
      pill(OUTCOME_KIND[slo.outcome], slo.outcome),
      slo.text,
    ]);
  const columns = ['condition', 'cell', 'outcome', 'measured'].map(textColumn);
  return section('slos', 'Service level objectives', 'Only what the whole interval shows to be met passes.', [
    dataTable('Service level objectives', columns, rows),
  ]);
}
