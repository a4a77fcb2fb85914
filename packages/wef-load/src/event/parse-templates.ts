import { type EventTemplate, EventTemplateError, templateOf, templateProblems } from './event-template.js';

const EVENT = /<Event[\s>](?:(?!<Event[\s>])[\s\S])*?<\/Event>/g;
const WEIGHT = /<!--\s*weight:\s*(\S+)\s*-->\s*$/;

/**
 * The templates of a user's file: one `<Event>…</Event>` after the other, each with placeholders; `<!-- weight: 3 -->` before one makes it
 * three times as frequent. What else stands between them is passed over. O(length).
 *
 * @throws EventTemplateError with every problem and its line
 */
export function parseTemplates(file: string, text: string): EventTemplate[] {
  const templates: EventTemplate[] = [];
  const problems: string[] = [];
  let end = 0;
  for (const match of text.matchAll(EVENT)) {
    const [xml] = match;
    const before = text.slice(end, match.index);
    const line = lineOf(text, match.index);
    const weightText = WEIGHT.exec(before)?.[1] ?? '1';
    const weight = Number(weightText);
    end = match.index + xml.length;
    if (!(weight > 0) || !Number.isFinite(weight)) {
      problems.push(`${file}:${line}: weight must be a number above 0, got '${weightText.slice(0, 40)}'`);
    }
    if (/<\/?Event[\s>]/.test(before))
      problems.push(`${file}:${lineOf(text, match.index - before.length)}: an <Event> is not closed`);
    for (const problem of templateProblems(xml)) problems.push(`${file}:${line}: ${problem}`);
    templates.push(templateOf(xml, weight));
  }
  if (/<\/?Event[\s>]/.test(text.slice(end)))
    problems.push(`${file}:${lineOf(text, end)}: an <Event> is not closed`);
  if (templates.length === 0 && problems.length === 0)
    problems.push(`${file}: there is no <Event>…</Event> in it`);
  if (problems.length > 0) throw new EventTemplateError(problems);
  return templates;
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
