import { type EventTemplate, templateOf } from '../event-template.js';

/** The fields in which the kinds of event differ; the rest of `System` is the same for all. */
export interface EventForm {
  readonly eventId: number;
  readonly version: number;
  readonly task: number;
  readonly keywords?: string;
  readonly provider?: { readonly name: string; readonly guid: string };
  readonly channel?: string;
  readonly level?: number;
  readonly userId?: string;
  /** Name and value, in Windows' order; values may hold placeholders. */
  readonly data: readonly (readonly [name: string, value: string])[];
  /** How many of 10,000 events are of this kind. */
  readonly weight: number;
}

const SECURITY = {
  name: 'Microsoft-Windows-Security-Auditing',
  guid: '{54849625-5478-4994-a5ba-3e3b0328c30d}',
};
const AUDIT_SUCCESS = '0x8020000000000000';

/** The XML that Windows writes for such an event: elements and attributes in its order, nothing between them. */
export function eventTemplate(form: EventForm): EventTemplate {
  const { provider = SECURITY, channel = 'Security', level = 0, keywords = AUDIT_SUCCESS, userId } = form;
  const data = form.data.map(([name, value]) => `<Data Name="${name}">${value}</Data>`).join('');
  const xml =
    '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>' +
    `<Provider Name="${provider.name}" Guid="${provider.guid}"/><EventID>${form.eventId}</EventID>` +
    `<Version>${form.version}</Version><Level>${level}</Level><Task>${form.task}</Task><Opcode>0</Opcode>` +
    `<Keywords>${keywords}</Keywords><TimeCreated SystemTime="{{time}}"/><EventRecordID>{{recordId}}</EventRecordID>` +
    '<Correlation/><Execution ProcessID="{{int 500 999}}" ThreadID="{{int 1000 9999}}"/>' +
    `<Channel>${channel}</Channel><Computer>{{computer}}</Computer>` +
    `<Security${userId === undefined ? '' : ` UserID="${userId}"`}/></System><EventData>${data}</EventData></Event>`;
  return templateOf(xml, form.weight);
}
