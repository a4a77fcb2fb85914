import { randomUUID } from 'node:crypto';
import type { SoapHead } from './soap-head.js';

const NAMESPACES =
  'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" ' +
  'xmlns:e="http://schemas.xmlsoap.org/ws/2004/08/eventing" xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration" ' +
  'xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"';
const ANONYMOUS = 'http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous';
const ACK = 'http://schemas.dmtf.org/wbem/wsman/1/wsman/Ack';
const ENUMERATED = 'http://schemas.xmlsoap.org/ws/2004/09/enumeration/EnumerateResponse';
const SUBSCRIBE = 'http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe';
const WSMAN_EVENTS = 'http://schemas.dmtf.org/wbem/wsman/1/wsman/Events';

/** The one subscription of the collector. Its identity is the same for ever, so that machines go on from their bookmarks after a restart. */
export const SUBSCRIPTION_ID = '3E1F6C52-8E0B-4C7D-9C11-5B5A0C8E4D21';
const SUBSCRIPTION_VERSION = 'uuid:9E2B4A60-6F57-4D0E-8F2C-27A5F2C7B1D4';
/** What MS-WSMV has as the default, and Windows never exceeds. */
export const MAX_ENVELOPE_BYTES = 512_000;

/** That a message has been taken. */
export function ackText({ messageId, operationId }: SoapHead): string {
  return `<s:Envelope ${NAMESPACES}>${header(ACK, messageId, operationId)}<s:Body/></s:Envelope>`;
}

/** The subscriptions: one, to all events of the Security log, delivered to the address. `base` is the collector's URL as the client wrote it. */
export function enumerateText({ messageId, operationId }: SoapHead, base: string): string {
  return (
    `<s:Envelope ${NAMESPACES} xmlns:m="http://schemas.microsoft.com/wbem/wsman/1/subscription">` +
    `${header(ENUMERATED, messageId, operationId)}<s:Body><n:EnumerateResponse><n:EnumerationContext/><w:Items>` +
    `<m:Subscription><m:Version>${SUBSCRIPTION_VERSION}</m:Version>${subscribeText(base)}</m:Subscription>` +
    '</w:Items><w:EndOfSequence/></n:EnumerateResponse></s:Body></s:Envelope>'
  );
}

/** The Subscribe message of a source-initiated subscription (MS-WSMV 3.1.4.1.28). */
function subscribeText(base: string): string {
  const address = `${base}/wsman/subscriptions/${SUBSCRIPTION_ID}/1`;
  const reference =
    `<a:Address>${escapeXml(address)}</a:Address><a:ReferenceParameters>` +
    `<e:Identifier>${SUBSCRIPTION_ID}</e:Identifier></a:ReferenceParameters>`;
  return (
    `<s:Envelope><s:Header><a:To>${ANONYMOUS}</a:To>` +
    '<w:ResourceURI s:mustUnderstand="true">http://schemas.microsoft.com/wbem/wsman/1/windows/EventLog</w:ResourceURI>' +
    `<a:ReplyTo><a:Address s:mustUnderstand="true">${ANONYMOUS}</a:Address></a:ReplyTo>` +
    `<a:Action s:mustUnderstand="true">${SUBSCRIBE}</a:Action>` +
    `<w:MaxEnvelopeSize s:mustUnderstand="true">${MAX_ENVELOPE_BYTES}</w:MaxEnvelopeSize>` +
    `<a:MessageID>uuid:${randomUUID().toUpperCase()}</a:MessageID>` +
    '<w:OptionSet><w:Option Name="ReadExistingEvents">true</w:Option><w:Option Name="ContentFormat">Raw</w:Option></w:OptionSet>' +
    `</s:Header><s:Body><e:Subscribe><e:EndTo>${reference}</e:EndTo><e:Delivery Mode="${WSMAN_EVENTS}">` +
    `<w:Heartbeats>PT3600.000S</w:Heartbeats><e:NotifyTo>${reference}</e:NotifyTo>` +
    '<w:ConnectionRetry Total="5">PT60.0S</w:ConnectionRetry><w:MaxTime>PT30.000S</w:MaxTime>' +
    `<w:MaxEnvelopeSize Policy="Notify">${MAX_ENVELOPE_BYTES}</w:MaxEnvelopeSize>` +
    '<w:ContentEncoding>UTF-16</w:ContentEncoding></e:Delivery>' +
    '<w:Filter Dialect="http://schemas.microsoft.com/win/2004/08/events/eventquery"><QueryList><Query Id="0">' +
    '<Select Path="Security">*</Select></Query></QueryList></w:Filter><w:SendBookmarks/></e:Subscribe></s:Body></s:Envelope>'
  );
}

function header(action: string, relatesTo: string, operationId: string | undefined): string {
  const operation =
    operationId === undefined ? '' : `<p:OperationID s:mustUnderstand="false">${operationId}</p:OperationID>`;
  return (
    `<s:Header><a:Action s:mustUnderstand="true">${action}</a:Action><a:To>${ANONYMOUS}</a:To>` +
    `<a:MessageID>uuid:${randomUUID().toUpperCase()}</a:MessageID>${operation}<a:RelatesTo>${relatesTo}</a:RelatesTo></s:Header>`
  );
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
