import { type EventTemplate, templateOf } from '../event-template.js';

/** What the original test sends for every event type: four fields, about 836 bytes. For event types that the catalogue does not know. */
export const SEED_EVENT: EventTemplate = templateOf(
  '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>' +
    '<Provider Name="Microsoft-Windows-Security-Auditing"/><EventID>4624</EventID><Level>0</Level><Task>12544</Task>' +
    '<Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime="{{time}}"/><EventRecordID>{{recordId}}</EventRecordID>' +
    '<Channel>Security</Channel><Computer>{{computer}}</Computer></System><EventData>' +
    '<Data Name="TargetUserName">{{user}}</Data><Data Name="TargetDomainName">CORP</Data>' +
    '<Data Name="IpAddress">{{ipv4}}</Data><Data Name="IpPort">{{int 49152 65535}}</Data></EventData></Event>',
);
