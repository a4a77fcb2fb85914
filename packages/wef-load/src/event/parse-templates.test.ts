import { createRandom } from '@benchwright/stats';
import { describe, expect, it } from 'vitest';
import { DRAWS } from './draw.js';
import { drawEvent, type EventTemplateError, templateOf } from './event-template.js';
import { parseTemplates } from './parse-templates.js';

const event = (inside: string, id = '4624'): string =>
  `<Event xmlns="x"><System><EventID>${id}</EventID>${inside}</System></Event>`;
const PLACES =
  '<TimeCreated SystemTime="{{time}}"/><EventRecordID>{{recordId}}</EventRecordID><Computer>{{computer}}</Computer>';

function problemsOf(text: string): readonly string[] {
  try {
    parseTemplates('mine.xml', text);
    return [];
  } catch (error) {
    return (error as EventTemplateError).problems;
  }
}

describe('parseTemplates', () => {
  it('takes one event after the other, with weights and whatever stands between', () => {
    const templates = parseTemplates(
      'mine.xml',
      `<?xml version="1.0"?>\n<Events>\n${event(PLACES)}\n<!-- weight: 3 -->\n${event(PLACES, '7')}</Events>`,
    );
    expect(templates.map(({ eventId, weight }) => [eventId, weight])).toEqual([
      [4624, 1],
      [7, 3],
    ]);
  });

  it.each([
    ['nothing', '', ['mine.xml: there is no <Event>…</Event> in it']],
    [
      'an event without a number',
      event(PLACES, 'logon'),
      ['mine.xml:1: <EventID> must hold a number from 0 to 65535'],
    ],
    [
      'a place that is missing',
      event('{{time}}{{computer}}'),
      ['mine.xml:1: {{recordId}} must stand in an event exactly once, found 0'],
    ],
    [
      'a place that stands twice',
      event(`${PLACES}{{time}}`),
      ['mine.xml:1: {{time}} must stand in an event exactly once, found 2'],
    ],
    [
      'an unknown name',
      event(`${PLACES}{{usre}}`),
      [
        expect.stringContaining(
          'mine.xml:1: {{usre}} is not known: there are recordId, time, computer, user',
        ),
      ],
    ],
    [
      'a range that runs backwards',
      event(`${PLACES}{{int 9 1}}`),
      [expect.stringContaining('{{int}} needs the least and the most')],
    ],
    [
      'braces that belong to nothing',
      event(`${PLACES}{{`),
      ['mine.xml:1: has {{ or }} that belong to no placeholder'],
    ],
    ['what would end its CDATA', event(`${PLACES}]]>`), [expect.stringContaining('must not hold ]]>')]],
    [
      'a weight that is none',
      `<!-- weight: often -->${event(PLACES)}`,
      ["mine.xml:1: weight must be a number above 0, got 'often'"],
    ],
    ['an event that is not closed', `\n<Event>\n${event(PLACES)}`, ['mine.xml:1: an <Event> is not closed']],
  ])('refuses %s', (_title, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('names every problem with its line, and what a template is', () => {
    expect(problemsOf(`${event('')}\n\n${event('{{x}}')}`).map((problem) => problem.split(': ')[0])).toEqual([
      ...Array(3).fill('mine.xml:1'),
      ...Array(4).fill('mine.xml:3'),
    ]);
    expect(() => parseTemplates('mine.xml', '')).toThrow(
      expect.objectContaining({ code: 'ERR_EVENT_TEMPLATE' }),
    );
  });
});

describe('drawing', () => {
  it('fills every placeholder but those that are patched', () => {
    const names = Object.keys(DRAWS).map((name) => `{{${name}${ARGUMENTS[name] ?? ''}}}`);
    const text = drawEvent(templateOf(event(`${PLACES}${names.join('|')}`)), createRandom(1));
    expect(text.match(/\{\{\w+\}\}/g)).toEqual(['{{time}}', '{{recordId}}', '{{computer}}']);
  });

  it('writes what would be markup as text', () => {
    const text = drawEvent(templateOf(event(`${PLACES}{{pick <&>}}`)), createRandom(1));
    expect(text).toContain('&lt;&amp;&gt;');
  });

  it('keeps to the range that was asked for', () => {
    const random = createRandom(1);
    const drawn = Array.from({ length: 500 }, () => Number(DRAWS.int!(random, ['3', '5'])));
    expect(new Set(drawn)).toEqual(new Set([3, 4, 5]));
    const lengths = Array.from({ length: 500 }, () => DRAWS.text!(random, ['10', '20']).length);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([10, 20]);
  });
});

const ARGUMENTS: Readonly<Record<string, string>> = { int: ' 1 9', text: ' 1 9', pick: ' a|b' };
