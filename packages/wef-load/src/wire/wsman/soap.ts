import type { UnitBytes } from '../compiled-event.js';

/** Namespaces and actions of WS-Management as Windows clients use them (DSP0226; MS-WSMV 3.1.4.1.30). */
const NAMESPACES =
  'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" ' +
  'xmlns:e="http://schemas.xmlsoap.org/ws/2004/08/eventing" xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration" ' +
  'xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"';
const ANONYMOUS = 'http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous';

export const ACTIONS = {
  enumerate: 'http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate',
  end: 'http://schemas.microsoft.com/wbem/wsman/1/wsman/End',
  events: 'http://schemas.dmtf.org/wbem/wsman/1/wsman/Events',
  heartbeat: 'http://schemas.dmtf.org/wbem/wsman/1/wsman/Heartbeat',
  ack: 'http://schemas.dmtf.org/wbem/wsman/1/wsman/Ack',
} as const;

export const EVENTS_OPEN = '<s:Body><w:Events>';
export const EVENTS_CLOSE = '</w:Events></s:Body></s:Envelope>';
export const EVENT_OPEN = '<w:Event Action="http://schemas.dmtf.org/wbem/wsman/1/wsman/Event"><![CDATA[';
export const EVENT_CLOSE = ']]></w:Event>';

/** What every message of a client says of itself. */
export interface MessageHead {
  readonly to: string;
  readonly action: string;
  readonly machine: string;
  /** `uuid:…`, another one for each message. */
  readonly messageId: string;
  readonly operationId: string;
}

/** What a message about a subscription says beside that. */
export interface DeliveryHead extends MessageHead {
  readonly identifier: string;
  readonly version: string | null;
  readonly maxEnvelopeBytes: number;
  readonly sequenceId: number;
  /** The record id of the last event in it; null in a heartbeat. */
  readonly bookmark: number | null;
}

/** The request for the subscriptions of a machine. */
export function enumerateMessage({ to, machine, messageId, operationId }: MessageHead): string {
  return (
    `<s:Envelope ${NAMESPACES}><s:Header><a:To>${escapeXml(to)}</a:To>` +
    '<w:ResourceURI s:mustUnderstand="true">http://schemas.microsoft.com/wbem/wsman/1/SubscriptionManager/Subscription</w:ResourceURI>' +
    `${machineId(machine)}${replyTo()}<a:Action s:mustUnderstand="true">${ACTIONS.enumerate}</a:Action>` +
    `<w:MaxEnvelopeSize s:mustUnderstand="true">512000</w:MaxEnvelopeSize><a:MessageID>${messageId}</a:MessageID>` +
    `<p:OperationID s:mustUnderstand="false">${operationId}</p:OperationID>` +
    '<p:SequenceId s:mustUnderstand="false">1</p:SequenceId><w:OperationTimeout>PT60.000S</w:OperationTimeout></s:Header>' +
    '<s:Body><n:Enumerate><w:OptimizeEnumeration/><w:MaxElements>32000</w:MaxElements></n:Enumerate></s:Body></s:Envelope>'
  );
}

/** That the enumeration is done with. */
export function endMessage({
  messageId,
  operationId,
}: Pick<MessageHead, 'messageId' | 'operationId'>): string {
  return (
    `<s:Envelope ${NAMESPACES}><s:Header><a:To>${ANONYMOUS}</a:To>` +
    '<w:ResourceURI s:mustUnderstand="true">http://schemas.microsoft.com/wbem/wsman/1/wsman/FullDuplex</w:ResourceURI>' +
    `<a:Action s:mustUnderstand="true">${ACTIONS.end}</a:Action><a:MessageID>${messageId}</a:MessageID>` +
    `<p:OperationID>${operationId}</p:OperationID></s:Header><s:Body></s:Body></s:Envelope>`
  );
}

/** A message about a subscription up to its body: a heartbeat or the delivery of events. */
export function deliveryHead(head: DeliveryHead): string {
  const {
    to,
    action,
    machine,
    messageId,
    operationId,
    identifier,
    version,
    maxEnvelopeBytes,
    sequenceId,
    bookmark,
  } = head;
  return (
    `<s:Envelope ${NAMESPACES}><s:Header><a:To>${escapeXml(to)}</a:To>${machineId(machine)}${replyTo()}` +
    `<a:Action s:mustUnderstand="true">${action}</a:Action>` +
    `<w:MaxEnvelopeSize s:mustUnderstand="true">${maxEnvelopeBytes}</w:MaxEnvelopeSize><a:MessageID>${messageId}</a:MessageID>` +
    '<w:Locale xml:lang="en-US" s:mustUnderstand="false"/><p:DataLocale xml:lang="en-US" s:mustUnderstand="false"/>' +
    `<p:OperationID s:mustUnderstand="false">${operationId}</p:OperationID>` +
    `<p:SequenceId s:mustUnderstand="false">${sequenceId}</p:SequenceId><w:OperationTimeout>PT60.000S</w:OperationTimeout>` +
    `<e:Identifier>${escapeXml(identifier)}</e:Identifier>` +
    (version === null ? '' : `<Version>${escapeXml(version)}</Version>`) +
    (bookmark === null
      ? ''
      : `<w:Bookmark><BookmarkList><Bookmark Channel="Security" RecordId="${bookmark}" IsCurrent="true"/></BookmarkList></w:Bookmark>`) +
    '<w:AckRequested/></s:Header>'
  );
}

/** The text as bytes of the encoding, UTF-16 with the byte order mark that Windows sends. */
export function encodeSoap(text: string, unit: UnitBytes): Buffer {
  return unit === 1 ? Buffer.from(text, 'utf8') : Buffer.from(`\ufeff${text}`, 'utf16le');
}

/** As Windows names them. */
export function soapContentType(unit: UnitBytes): string {
  return unit === 1 ? 'application/soap+xml;charset=UTF-8' : 'application/soap+xml;charset=UTF-16';
}

function machineId(machine: string): string {
  return `<m:MachineID xmlns:m="http://schemas.microsoft.com/wbem/wsman/1/machineid" s:mustUnderstand="false">${machine}</m:MachineID>`;
}

function replyTo(): string {
  return `<a:ReplyTo><a:Address s:mustUnderstand="true">${ANONYMOUS}</a:Address></a:ReplyTo>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
