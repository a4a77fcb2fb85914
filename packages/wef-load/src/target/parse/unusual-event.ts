import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SYSTEM_TIME } from './event-pattern.js';
import { MalformedBody } from './malformed-body.js';

/** What is known of an event that was read by a parser of XML. */
export interface UnusualEvent {
  readonly provider: string;
  readonly eventId: number;
  readonly systemTime: string;
  readonly recordId: string;
  readonly computer: string;
  /** The column `event_data`, complete. */
  readonly json: string;
}

const ATTRIBUTE = '@';
const HIGHEST_INT32 = 2_147_483_647;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
});

type Node = { readonly [name: string]: unknown };

/**
 * Reads one event, whatever its form: other order of members, comments, CDATA, entities, UserData. About a hundred times slower
 * than the expressions of event-pattern, which is why it is asked only when they do not match.
 *
 * `bytes` has one character per byte (latin1) and no more than the event, which begins at byte `offset` of its batch; what is returned is text proper.
 *
 * @throws MalformedBody where it is no well-formed event, or lacks what every event has.
 */
export function readUnusualEvent(bytes: string, offset: number): UnusualEvent {
  const xml = Buffer.from(bytes, 'latin1').toString('utf8');
  const verdict = XMLValidator.validate(xml);
  if (verdict !== true) throw new MalformedBody(`an event is not well-formed (${verdict.err.msg})`, offset);
  const event = member(parser.parse(xml) as Node, 'Event');
  const system = member(event, 'System');
  const known = {
    provider: attribute(system, 'Provider', 'Name') ?? textOf(system.Provider),
    eventId: /^\d{1,10}$/.test(textOf(system.EventID)) ? Number(textOf(system.EventID)) : Number.NaN,
    systemTime: attribute(system, 'TimeCreated', 'SystemTime') ?? '',
    recordId: textOf(system.EventRecordID),
    computer: textOf(system.Computer),
  };
  const fault = faultOf(known);
  if (fault !== undefined) throw new MalformedBody(`an event has ${fault}`, offset);
  return { ...known, json: JSON.stringify(dataOf(known, system, event)) };
}

function faultOf(event: Omit<UnusualEvent, 'json'>): string | undefined {
  const { eventId, systemTime, recordId, computer } = event;
  if (!Number.isInteger(eventId) || eventId < 0 || eventId > HIGHEST_INT32) return 'no numeric EventID';
  if (!SYSTEM_TIME.test(systemTime))
    return 'no TimeCreated with a SystemTime of the form 2026-02-08T10:44:41.1234567Z';
  if (!/^\d{1,18}$/.test(recordId)) return 'no numeric EventRecordID';
  return computer === '' ? 'no Computer' : undefined;
}

function dataOf(known: { provider: string; recordId: string }, system: Node, event: Node): Node {
  const numbers = ['Level', 'Task', 'Opcode'].flatMap((name) => {
    const text = textOf(system[name]);
    return text === '' ? [] : [[name, Number(text)] as const];
  });
  const keywords = textOf(system.Keywords);
  const rest = Object.entries(event).filter(([name]) => !/^(?:System|EventData|#text|@.*)$/.test(name));
  return {
    Provider: known.provider,
    ...Object.fromEntries(numbers),
    ...(keywords === '' ? {} : { Keywords: keywords }),
    EventRecordID: Number(known.recordId),
    Channel: textOf(system.Channel),
    EventData: namedData(event.EventData),
    ...Object.fromEntries(rest),
  };
}

/** Data by name; those without one by their place, as `Data1`, `Data2`. */
function namedData(eventData: unknown): Node {
  if (!isNode(eventData)) return {};
  const { Data: data = [], ...others } = eventData;
  const items = Array.isArray(data) ? data : [data];
  const named = items.map((item: unknown, index) => {
    const name = isNode(item) ? item[`${ATTRIBUTE}Name`] : undefined;
    return [typeof name === 'string' ? name : `Data${index + 1}`, textOf(item)] as const;
  });
  const rest = Object.entries(others).filter(([name]) => name !== '#text');
  return Object.fromEntries([...named, ...rest]);
}

function member(node: Node, name: string): Node {
  const value = node[name];
  return isNode(value) ? value : {};
}

function attribute(node: Node, element: string, name: string): string | undefined {
  const value = member(node, element)[ATTRIBUTE + name];
  return typeof value === 'string' ? value : undefined;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return isNode(value) && typeof value['#text'] === 'string' ? value['#text'] : '';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
