import { BenchwrightError } from '@benchwright/result-schema';
import type { Random } from '@benchwright/stats';
import { DRAWS, drawProblem } from './draw.js';

const PLACEHOLDER = /\{\{\s*(\w+)((?:\s+[^{}]*)?)\}\}/g;
/** Patched in every batch; each stands in a template exactly once. */
const PATCHED = ['recordId', 'time', 'computer'] as const;
const EVENT_ID = /<EventID(?:\s[^>]*)?>\s*(\d{1,5})\s*<\/EventID>/;

/** One kind of event: its XML with placeholders, and how often it occurs beside the others. */
export interface EventTemplate {
  readonly eventId: number;
  readonly weight: number;
  readonly xml: string;
}

/** Something is wrong with a template file. Every problem is named with its line. */
export class EventTemplateError extends BenchwrightError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('ERR_EVENT_TEMPLATE', problems.join('\n'), {
      hint: 'A template is <Event>…</Event> with {{recordId}}, {{time}} and {{computer}} once each; the README shows one',
    });
    this.problems = problems;
  }
}

/** What is wrong with one template; empty when nothing is. Pure. */
export function templateProblems(xml: string): string[] {
  const problems: string[] = [];
  const eventId = EVENT_ID.exec(xml)?.[1];
  if (eventId === undefined || Number(eventId) > 65_535) {
    problems.push('<EventID> must hold a number from 0 to 65535');
  }
  const count: Record<string, number> = {};
  for (const [, name = '', rest = ''] of xml.matchAll(PLACEHOLDER)) {
    count[name] = (count[name] ?? 0) + 1;
    if (PATCHED.some((patched) => patched === name)) continue;
    const problem = drawProblem(name, argumentsOf(rest));
    if (problem !== null) problems.push(problem);
  }
  for (const name of PATCHED) {
    if (count[name] !== 1)
      problems.push(`{{${name}}} must stand in an event exactly once, found ${count[name] ?? 0}`);
  }
  if (/\{\{|\}\}/.test(xml.replace(PLACEHOLDER, '')))
    problems.push('has {{ or }} that belong to no placeholder');
  if (xml.includes(']]>'))
    problems.push('must not hold ]]>, which ends the CDATA section that carries an event');
  return problems;
}

/** A template, checked by {@link templateProblems}. */
export function templateOf(xml: string, weight = 1): EventTemplate {
  return { eventId: Number(EVENT_ID.exec(xml)?.[1]), weight, xml };
}

/** The template with everything drawn but what is patched for each batch: those stand as `{{name}}` still. */
export function drawEvent(template: EventTemplate, random: Random): string {
  return template.xml.replace(PLACEHOLDER, (_all, name: string, rest: string) => {
    const draw = DRAWS[name];
    return draw === undefined ? `{{${name}}}` : escapeXml(draw(random, argumentsOf(rest)));
  });
}

/** The same kind of event under another number: of types that the catalogue does not know. */
export function withEventId(template: EventTemplate, eventId: number): EventTemplate {
  const xml = template.xml.replace(EVENT_ID, (element, id: string) => element.replace(id, String(eventId)));
  return { ...template, eventId, xml };
}

function argumentsOf(rest: string): string[] {
  return rest.trim() === '' ? [] : rest.trim().split(/\s+/);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
