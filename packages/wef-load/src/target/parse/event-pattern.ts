/** An attribute's value in either kind of quotes, which must be a pair. A group in `value` counts twice. */
const either = (value: string): string => `(?:"${value}"|'${value}')`;
const quoted = `(?:"[^"<]*"|'[^'<]*')`;
/** An element that says all by its attributes, as Windows writes it, or with an end tag. */
const empty = (name: string): string => `<${name}(?: [\\w:]+=${quoted})*(?: ?/>|></${name}>)\\s*`;
const number = (name: string, value: string): string => `<${name}>${value}</${name}>\\s*`;

const date = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?';

/** What an event's time looks like. */
export const SYSTEM_TIME: RegExp = new RegExp(`^${date}T${time}Z$`);

/**
 * `System` with its members in the order of the event schema of Windows, as sources of a regular expression. One anchored expression
 * reads it five times as fast as a series of searches does; what it does not match may still be an event, and is read by `readUnusualEvent`.
 *
 * `capture` wraps what is to be captured: each capture costs the hot path a string.
 */
function systemPattern(capture: { always: (p: string) => string; details: (p: string) => string }): string {
  const { always, details } = capture;
  return [
    `<Event(?: xmlns=${quoted})?>\\s*<System>\\s*`,
    `<Provider Name=${either(always(`[^"'<>&]*`))}(?: [\\w:]+=${quoted})*(?: ?/>|>[^<]*</Provider>)\\s*`,
    `<EventID(?: Qualifiers=${quoted})?>${always('\\d{1,9}')}</EventID>\\s*`,
    `(?:${number('Version', '\\d*')})?`,
    `(?:${number('Level', details('\\d{1,3}'))})?`,
    `(?:${number('Task', details('\\d{1,5}'))})?`,
    `(?:${number('Opcode', details('\\d{1,3}'))})?`,
    `(?:${number('Keywords', details('0x[\\da-fA-F]{1,16}'))})?`,
    `<TimeCreated SystemTime=${either(details(`${date}T${time}Z`))}(?: ?/>|></TimeCreated>)\\s*`,
    number('EventRecordID', details('\\d{1,18}')),
    `(?:${empty('Correlation')})?(?:${empty('Execution')})?`,
    number('Channel', details('[^<&"\\\\]*')),
    number('Computer', details('[^<&"\\\\]+')),
    `(?:${empty('Security')})?</System>\\s*`,
  ].join('');
}

const dataItem = `<Data(?: Name=${quoted})?(?: ?/>|>[^<]*</Data>)\\s*`;
const eventData = `(?:<EventData>\\s*(?:${dataItem})*</EventData>|<EventData ?/>)\\s*`;

const asGroup = (pattern: string): string => `(${pattern})`;
const ungrouped = (pattern: string): string => `(?:${pattern})`;

/**
 * An event to the character as Windows and the original's client write it: nothing between the elements, which is a fifth faster to
 * read than allowing for it. Captures as `spaced` does.
 */
const usual =
  `<Event xmlns=${quoted}><System>` +
  `<Provider Name=${either(`([^"'<>&]*)`)}(?: Guid=${quoted})?(?:/>|>[^<]*</Provider>)<EventID>(\\d{1,9})</EventID>` +
  `(?:<Version>\\d*</Version>)?<Level>\\d{1,3}</Level><Task>\\d{1,5}</Task>(?:<Opcode>\\d{1,3}</Opcode>)?` +
  `<Keywords>0x[\\da-fA-F]{1,16}</Keywords><TimeCreated SystemTime=${either(`${date}T${time}Z`)}/>` +
  `<EventRecordID>\\d{1,18}</EventRecordID>(?:<Correlation(?: ActivityID=${quoted})?/>)?` +
  `(?:<Execution ProcessID=${quoted} ThreadID=${quoted}/>)?<Channel>[^<&"\\\\]*</Channel>` +
  `<Computer>[^<&"\\\\]+</Computer>(?:<Security(?: UserID=${quoted})?/>)?</System>` +
  `<EventData>(?:<Data Name=${quoted}>[^<]*</Data>)*</EventData></Event>`;

/** An event with space between its elements and members left out. Captures the provider, in the first or the second group, and the event id. */
const spaced = `${systemPattern({ always: asGroup, details: ungrouped })}(?:${eventData})?</Event>`;

const wrapped = (event: string): string =>
  `<(?:\\w+:)?Event(?: [\\w:]+=${quoted})*>\\s*<!\\[CDATA\\[\\s*${event}\\s*\\]\\]>\\s*</(?:\\w+:)?Event>\\s*`;

/** Expressions for the next event of a batch, in the order in which they are to be tried. */
export interface EventPatterns {
  readonly usual: RegExp;
  readonly spaced: RegExp;
}

/** Events one after the other, as in wire form `seed`. */
export const BARE_EVENTS: EventPatterns = {
  usual: new RegExp(`${usual}\\s*`, 'y'),
  spaced: new RegExp(`${spaced}\\s*`, 'y'),
};

/** Events in their envelopes of wire form `ws-man`. */
export const WRAPPED_EVENTS: EventPatterns = {
  usual: new RegExp(wrapped(usual), 'y'),
  spaced: new RegExp(wrapped(spaced), 'y'),
};

/** The same `System`, and where it ends. Captures provider (two groups), event id, level, task, opcode, keywords, time (two groups), record id, channel, computer. */
export const SYSTEM: RegExp = new RegExp(systemPattern({ always: asGroup, details: asGroup }), 'y');
