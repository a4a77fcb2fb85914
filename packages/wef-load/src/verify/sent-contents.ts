import type { SentContent } from './content-check.js';

const EVENT_ID = /<EventID(?:\s[^>]*)?>\s*(\d+)\s*</;
const DATA = /<Data Name=(?:"([^"]*)"|'([^']*)')(?:\s*\/>|>([^<]*)<\/Data>)/g;
const ENTITY = /&(?:lt|gt|amp|quot|apos|#(\d+)|#x([\da-fA-F]+));/g;
const NAMED: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
};

/**
 * The contents that can be looked for of events that were drawn: the values of their `Data Name="…"` elements. Events whose content is
 * kept in any other form (UserData, CDATA, comments) are left out, and are not checked.
 */
export function sentContentsOf(events: Iterable<string>): SentContent[] {
  return [...events].flatMap((xml) => {
    const eventId = EVENT_ID.exec(xml)?.[1];
    if (eventId === undefined || /<!\[CDATA\[|<!--|<UserData/.test(xml)) return [];
    const data = [...xml.matchAll(DATA)].map(
      ([, double, single, value = '']) => [text(double ?? single ?? ''), text(value)] as const,
    );
    return data.length === 0 ? [] : [{ eventId: Number(eventId), data: Object.fromEntries(data) }];
  });
}

function text(xml: string): string {
  return xml.replaceAll(ENTITY, (entity, decimal?: string, hex?: string) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return NAMED[entity] ?? entity;
  });
}
