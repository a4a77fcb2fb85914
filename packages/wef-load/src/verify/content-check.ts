/** The `Data` elements of an event, by name. */
export type EventData = Readonly<Record<string, string>>;

/**
 * Whether an event with this content was sent. `unknown`: the collector keeps contents in a form of its own, in which none of the
 * names that were sent appears, so that nothing can be said.
 */
export type ContentCheck = (eventId: number, data: EventData) => 'sent' | 'never-sent' | 'unknown';

/** One content that the generator sends, many times over. */
export interface SentContent {
  readonly eventId: number;
  readonly data: EventData;
}

/** Knows all contents that are sent. They are rendered beforehand and used again and again, so they are few. O(1) an answer. */
export function contentCheckOf(contents: Iterable<SentContent>): ContentCheck {
  const sent = new Set<string>();
  const names = new Set<string>();
  for (const { eventId, data } of contents) {
    sent.add(canonical(eventId, data));
    for (const name of Object.keys(data)) names.add(name);
  }
  return (eventId, data) => {
    // A collector may keep more than was in EventData, such as the record id.
    const known = Object.entries(data).filter(([name]) => names.has(name));
    if (known.length === 0) return 'unknown';
    return sent.has(canonical(eventId, Object.fromEntries(known))) ? 'sent' : 'never-sent';
  };
}

/** The content itself when it was never sent, in a form to look for; empty when it is fine or nothing can be said. */
export function strangeContents(
  eventId: number,
  eventData: string,
  check: ContentCheck,
): readonly (readonly [eventId: number, eventData: string])[] {
  const data = dataOf(eventData);
  const isStrange = data === null || check(eventId, data) === 'never-sent';
  return isStrange ? [[eventId, eventData]] : [];
}

/** The named values in event_data: the object itself, or what lies under EventData. Null when it is not JSON, which it must be. */
function dataOf(eventData: string): EventData | null {
  const whole = parsed(eventData);
  if (whole === null) return null;
  const event = objectAt(whole, 'Event') ?? whole;
  const data = objectAt(event, 'EventData') ?? event;
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null ? [] : [[name, String(value ?? '')]],
    ),
  );
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function objectAt(
  value: Readonly<Record<string, unknown>>,
  name: string,
): Readonly<Record<string, unknown>> | null {
  const inner = value[name];
  return isObject(inner) ? inner : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same for the same names and values, in whatever order they come. */
function canonical(eventId: number, data: EventData): string {
  return JSON.stringify([eventId, Object.entries(data).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))]);
}
