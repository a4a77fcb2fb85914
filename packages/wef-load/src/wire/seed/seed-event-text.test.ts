import { expect, it } from 'vitest';
import { seedEventText } from './seed-event-text.js';

it.each([
  ['<Provider Name="A-B" Guid="{1}"/><EventID>', '<Provider Name="A-B">A-B</Provider><EventID>'],
  [
    "<Provider Name='A' EventSourceName='b' Guid='{1}' />",
    "<Provider Name='A' EventSourceName='b'>A</Provider>",
  ],
  ['<Provider Name="A">A</Provider>', '<Provider Name="A">A</Provider>'],
  ['<Provider/><X/>', '<Provider/><X/>'],
])('%s becomes %s', (xml, seed) => {
  expect(seedEventText(xml)).toBe(seed);
});
