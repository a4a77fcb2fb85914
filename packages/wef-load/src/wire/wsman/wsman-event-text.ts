import { EVENT_CLOSE, EVENT_OPEN } from './soap.js';

/** An event as Windows sends it: attributes in single quotes, as CDATA in an element of its own. */
export function wsmanEventText(xml: string): string {
  const quoted = xml.replaceAll(/<[^<>]*>/g, (tag) =>
    tag.replaceAll(/="([^"']*)"/g, (_all, value: string) => `='${value}'`),
  );
  return `${EVENT_OPEN}${quoted}${EVENT_CLOSE}`;
}
