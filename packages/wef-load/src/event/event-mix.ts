import { createRandom, type Random, type Seed } from '@benchwright/stats';
import { ACTIVITY_EVENTS } from './catalogue/activity-events.js';
import { eventTemplate } from './catalogue/event-xml.js';
import { LOGON_EVENTS } from './catalogue/logon-events.js';
import { SEED_EVENT } from './catalogue/seed-event.js';
import { drawEvent, type EventTemplate, withEventId } from './event-template.js';

/**
 * The kinds of event that are sent when nothing else is asked for. Weights and lengths are chosen so that sizes are those of 11,278 real
 * events (p50 1,188 B, p90 1,923 B, p99 2,461 B): the tests hold the mix against them.
 */
export const CATALOGUE: readonly EventTemplate[] = [...LOGON_EVENTS, ...ACTIVITY_EVENTS].map(eventTemplate);

/** The templates to draw from: all, or those of one event type; of a type that is not among them, the original's event under its number. Pure. */
export function templatesFor(
  eventType: number | null,
  own: readonly EventTemplate[] = CATALOGUE,
): readonly EventTemplate[] {
  if (eventType === null) return own;
  const ofType = own.filter((template) => template.eventId === eventType);
  return ofType.length > 0 ? ofType : [withEventId(SEED_EVENT, eventType)];
}

/**
 * Events as text, each with `{{recordId}}`, `{{time}}` and `{{computer}}` still to be filled in. The same seed and templates give the
 * same events. O(count × length).
 */
export function drawEvents(templates: readonly EventTemplate[], count: number, seed: Seed): string[] {
  const random = createRandom(seed);
  const total = templates.reduce((sum, { weight }) => sum + weight, 0);
  return Array.from({ length: count }, () => drawEvent(drawTemplate(templates, total, random), random));
}

function drawTemplate(templates: readonly EventTemplate[], total: number, random: Random): EventTemplate {
  let rest = random.nextFloat() * total;
  for (const template of templates) {
    rest -= template.weight;
    if (rest < 0) return template;
  }
  return templates.at(-1)!;
}
