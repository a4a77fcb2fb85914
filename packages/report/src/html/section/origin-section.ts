import { type Environment, explainIncomparable } from '@benchwright/result-schema';
import type { ReportInput } from '../../input/report-input.js';
import { formatValue } from '../../scale/scale.js';
import { shellQuote } from '../../text/shell-quote.js';
import { terminalSafe } from '../../text/terminal-safe.js';
import { xmlText } from '../../text/xml-text.js';
import { type Html, html, NOTHING, trustedMarkup } from '../html.js';
import { dataTable, fold, type PageSection, section, textColumn } from './section.js';

/** The commands that measure the same again. */
export function reproduceSection(inputs: readonly ReportInput[]): PageSection | null {
  const blocks = inputs
    .filter(({ result }) => result.run.command.length > 0)
    .map(({ result, label }) => {
      const command = result.run.command.map((word) => shellQuote(terminalSafe(word))).join(' ');
      const commit = result.environment.git;
      const at =
        commit === null
          ? NOTHING
          : html`<p class="muted">Measured at git ${commit.commit.slice(0, 12)}${commit.dirty ? ', with uncommitted changes' : ''}.</p>`;
      const title = inputs.length > 1 ? html`<h3>${label}</h3>` : NOTHING;
      return html`${title}<div class="command"><pre tabindex="0" aria-label="Command"><code>${command}</code></pre><button type="button" class="copy">Copy</button></div>${at}`;
    });
  return section(
    'reproduce',
    'How to reproduce',
    'The same seed gives the same plan: the same trials, in the same order, with the same inputs.',
    blocks,
  );
}

/** Where the numbers were obtained, and with which settings. */
export function originSection(inputs: readonly ReportInput[]): PageSection | null {
  const first = inputs[0];
  const blocks = inputs.map(({ result, label }) => {
    const title = inputs.length > 1 ? html`<h3>${label}</h3>` : NOTHING;
    const { run } = result;
    const rows = [
      ['run', run.id],
      ['started', run.startedAt],
      ['finished', run.finishedAt ?? 'it did not'],
      ['seed', String(run.seed)],
      ...machineRows(result.environment),
    ];
    return html`${title}${dataTable('Environment', [textColumn('fact'), textColumn('value')], rows)}${fold('The whole config, as resolved (secrets removed)', jsonBlock(run.config))}`;
  });
  return section('environment', 'Environment and config', '', [...differences(inputs, first), ...blocks]);
}

/** Runs of different machines laid over each other compare the machines: said before anything else. */
function differences(inputs: readonly ReportInput[], first: ReportInput | undefined): Html[] {
  if (first === undefined) return [];
  return inputs.slice(1).flatMap(({ result, label }) => {
    const found = explainIncomparable(first.result.environment, result.environment);
    if (found.length === 0) return [];
    return [
      html`<div class="note"><p>${label} and ${first.label} were measured on different ground:</p><ul>${found.map(({ field, a, b, text }) => html`<li>${field}: ${String(a ?? 'unknown')} and ${String(b ?? 'unknown')}. ${text}</li>`)}</ul></div>`,
    ];
  });
}

function machineRows({
  hostname,
  os,
  cpu,
  memory,
  container,
  virtualization,
  runtime,
  packages,
  git,
  ci,
}: Environment): string[][] {
  const known = (value: string | number | boolean | null): string =>
    value === null ? 'unknown' : String(value);
  return [
    ['host', hostname],
    ['system', `${os.distribution ?? os.platform}, ${os.platform} ${os.release}, ${os.arch}`],
    ['processor', `${cpu.model}, ${cpu.usableCores} of ${cpu.logicalCores} cores usable`],
    [
      'clock',
      `${cpu.mhz === null ? 'unknown' : `${cpu.mhz} MHz`}, governor ${known(cpu.governor)}, turbo ${known(cpu.turbo)}`,
    ],
    [
      'memory',
      `${formatValue('B', memory.totalBytes)}${memory.limitBytes === null ? '' : `, limited to ${formatValue('B', memory.limitBytes)}`}`,
    ],
    ['container', container.detected ? `yes, quota ${known(container.cpuQuotaCores)} cores` : 'none found'],
    ['virtualization', known(virtualization)],
    [
      'Node',
      `${runtime.node}, V8 ${runtime.v8}, OpenSSL ${known(runtime.openssl)}${runtime.execArgv.length > 0 ? `, ${runtime.execArgv.join(' ')}` : ''}`,
    ],
    [
      'packages',
      Object.entries(packages)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['git', git === null ? 'unknown' : `${git.commit}${git.dirty ? ', with uncommitted changes' : ''}`],
    ['CI', ci ?? 'no'],
  ];
}

function jsonBlock(value: unknown): Html {
  // The escape for HTML has no line breaks, so that a log line stays one; here they are wanted.
  const lines = JSON.stringify(value, null, 2).split('\n').map(xmlText).join('\n');
  return html`<pre tabindex="0" aria-label="Config as JSON"><code>${trustedMarkup(lines)}</code></pre>`;
}
