import { expect, it } from 'vitest';
import { contentCheckOf, strangeContents } from './content-check.js';
import { sentContentsOf } from './sent-contents.js';

const event = (data: string, id = 4624) =>
  `<Event><System><EventID Qualifiers="0">${id}</EventID></System><EventData>${data}</EventData></Event>`;

const sent = sentContentsOf([
  event(`<Data Name="A">1 &lt; 2 &amp;amp; &#228;&#x1F600;</Data><Data Name='B'/>`),
  event('<Data Name="A">3</Data>', 4634),
]);

it('reads names and values as XML means them', () => {
  expect(sent).toEqual([
    { eventId: 4624, data: { A: '1 < 2 &amp; ä😀', B: '' } },
    { eventId: 4634, data: { A: '3' } },
  ]);
});

it('leaves out what it cannot read for certain', () => {
  expect(sentContentsOf([event(''), event('<Data Name="A"><![CDATA[x]]></Data>'), '<Event/>'])).toEqual([]);
});

it.each([
  ['the values alone, in another order', 4624, '{"B":"","A":"1 < 2 &amp; ä😀"}', false],
  ['under EventData, with more around', 4634, '{"EventRecordID":7,"EventData":{"A":"3"}}', false],
  ['under Event', 4634, '{"Event":{"System":{},"EventData":{"A":"3"}}}', false],
  ['a number for a digit', 4634, '{"A":3}', false],
  ['a form without the names', 4634, '{"Data":["3"]}', false],
  ['another value', 4634, '{"A":"4"}', true],
  ['another name', 4624, '{"a":"1 < 2 &amp; ä😀","B":""}', true],
  ['one value missing', 4624, '{"B":""}', true],
  ['that of another event id', 4624, '{"A":"3"}', true],
  ['no JSON', 4634, '{"A":"3"', true],
  ['no object', 4634, '["A"]', true],
])('judges %s', (_name, eventId, data, isStrange) => {
  const found = strangeContents(eventId, data, contentCheckOf(sent));
  expect(found).toEqual(isStrange ? [[eventId, data]] : []);
});
