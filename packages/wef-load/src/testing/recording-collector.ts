import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { XMLParser } from 'fast-xml-parser';

/** One event as an XML parser, which knows nothing of how it was made, read it. */
export interface ReadEvent {
  readonly recordId: string;
  readonly eventId: number;
  readonly computer: string;
  readonly systemTime: string;
  readonly provider: string;
  readonly bytes: number;
}

/** A message of WS-Management, as read from its envelope. */
export interface ReadMessage {
  readonly action: string;
  readonly messageId: string;
  readonly machine: string;
  readonly sequenceId: number;
  readonly bookmark: number | null;
  readonly bytes: number;
  readonly contentType: string;
  readonly socket: number;
}

export interface CollectorBehaviour {
  /** What to answer a batch with; called with its number, from 0. Default 200 and OK, or an Ack. */
  readonly answer?: (batch: number) => { status?: number; body?: string; drop?: boolean } | undefined;
  readonly health?: () => { status: number; body: string };
  /** What to add to the count that is told. */
  readonly statsSurplus?: number;
  readonly maxEnvelopeBytes?: number;
  readonly maxElements?: number;
}

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  parseTagValue: false,
  isArray: (name) => name === 'Event',
});
const IDENTIFIER = '219C5353-5F3D-4CD7-A644-F6B69E57C1C1';

/** A collector that reads everything with a real XML parser and remembers it: for tests of what is sent. */
export class RecordingCollector {
  readonly events: ReadEvent[] = [];
  readonly messages: ReadMessage[] = [];
  readonly batchSizes: number[] = [];
  readonly #behaviour: CollectorBehaviour;
  readonly #server: Server;
  readonly #sockets = new Map<unknown, number>();
  #batches = 0;
  #received = 0;

  private constructor(behaviour: CollectorBehaviour) {
    this.#behaviour = behaviour;
    this.#server = createServer((request, response) => {
      this.#receive(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
    });
  }

  static async start(behaviour: CollectorBehaviour = {}): Promise<RecordingCollector> {
    const collector = new RecordingCollector(behaviour);
    collector.#server.listen(0, '127.0.0.1');
    await once(collector.#server, 'listening');
    return collector;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = request.url ?? '';
    if (path === '/health') {
      const { status, body: said } = this.#behaviour.health?.() ?? { status: 200, body: 'OK' };
      response.writeHead(status).end(said);
    } else if (path === '/stats/throughput') {
      const total_events = this.#received + (this.#behaviour.statsSurplus ?? 0);
      response.end(JSON.stringify([{ event_type: 'Test:4624', total_events, last_minute: 0 }]));
    } else if (path === '/wsman/events') {
      this.#answerBatch(response, 'OK', () => this.#readSeed(body));
    } else {
      this.#receiveSoap(request, body, response);
    }
  }

  /** What is not acknowledged is not taken either. */
  #answerBatch(response: ServerResponse, acknowledgement: string, read: () => ReadEvent[]): void {
    const {
      status = 200,
      body = acknowledgement,
      drop = false,
    } = this.#behaviour.answer?.(this.#batches++) ?? {};
    if (drop) {
      response.destroy();
      return;
    }
    if (status === 200 && body === acknowledgement) {
      const events = read();
      this.events.push(...events);
      this.batchSizes.push(events.length);
      this.#received += events.length;
    }
    response.writeHead(status).end(body);
  }

  #readSeed(body: Buffer): ReadEvent[] {
    const document = parser.parse(body.toString('utf8'), true) as SeedDocument;
    return document.Envelope.Body.Events.Event.map((event) => readEvent(event, 0));
  }

  #receiveSoap(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const isUtf16 = body[0] === 0xff && body[1] === 0xfe;
    const text = isUtf16 ? body.subarray(2).toString('utf16le') : body.toString('utf8');
    const { Header, Body } = (parser.parse(text, true) as SoapDocument).Envelope;
    const action = textOf(Header.Action);
    const relatesTo = Header.MessageID;
    if (!this.#sockets.has(request.socket)) this.#sockets.set(request.socket, this.#sockets.size);
    this.messages.push({
      action: action.slice(action.lastIndexOf('/') + 1),
      messageId: relatesTo,
      machine: textOf(Header.MachineID),
      sequenceId: Number(textOf(Header.SequenceId)),
      bookmark:
        Header.Bookmark === undefined ? null : Number(Header.Bookmark.BookmarkList.Bookmark['@_RecordId']),
      bytes: body.length,
      contentType: request.headers['content-type'] ?? '',
      socket: this.#sockets.get(request.socket)!,
    });
    if (action.endsWith('/Enumerate')) response.end(this.#subscriptions(relatesTo));
    else if (action.endsWith('/End')) response.writeHead(204).end();
    else if (action.endsWith('/Heartbeat')) response.end(ackOf(relatesTo));
    else {
      this.#answerBatch(response, ackOf(relatesTo), () =>
        Body.Events.Event.map((wrapped) => {
          const xml = typeof wrapped === 'string' ? wrapped : wrapped['#text'];
          return readEvent(
            (parser.parse(xml, true) as { Event: XmlEvent[] }).Event[0]!,
            Buffer.byteLength(xml),
          );
        }),
      );
    }
  }

  #subscriptions(relatesTo: string): string {
    const { maxEnvelopeBytes = 512_000, maxElements } = this.#behaviour;
    const elements = maxElements === undefined ? '' : `<w:MaxElements>${maxElements}</w:MaxElements>`;
    return `<s:Envelope xmlns:s="s" xmlns:a="a" xmlns:n="n" xmlns:w="w" xmlns:m="m" xmlns:e="e"><s:Header><a:RelatesTo>${relatesTo}</a:RelatesTo></s:Header><s:Body><n:EnumerateResponse><n:EnumerationContext/><w:Items><m:Subscription><m:Version>uuid:1</m:Version><s:Envelope><s:Header/><s:Body><e:Subscribe><e:Delivery Mode="x"><w:Heartbeats>PT3600.000S</w:Heartbeats><e:NotifyTo><a:Address>http://collector.test:5985/wsman/subscriptions/${IDENTIFIER}/1</a:Address><a:ReferenceParameters><e:Identifier>${IDENTIFIER}</e:Identifier></a:ReferenceParameters></e:NotifyTo><w:MaxTime>PT30.000S</w:MaxTime><w:MaxEnvelopeSize Policy="Notify">${maxEnvelopeBytes}</w:MaxEnvelopeSize>${elements}</e:Delivery></e:Subscribe></s:Body></s:Envelope></m:Subscription></w:Items><w:EndOfSequence/></n:EnumerateResponse></s:Body></s:Envelope>`;
  }
}

type Text = string | { readonly '#text': string };

interface XmlEvent {
  readonly '#text': string;
  readonly System: {
    readonly Provider: { readonly '@_Name': string; readonly '#text'?: string };
    readonly EventID: Text;
    readonly EventRecordID: string;
    readonly Computer: string;
    readonly TimeCreated: { readonly '@_SystemTime': string };
  };
}

interface SeedDocument {
  readonly Envelope: { readonly Body: { readonly Events: { readonly Event: readonly XmlEvent[] } } };
}

interface SoapDocument {
  readonly Envelope: {
    readonly Header: {
      readonly Action: Text;
      readonly MessageID: string;
      readonly MachineID?: Text;
      readonly SequenceId?: Text;
      readonly Bookmark?: { readonly BookmarkList: { readonly Bookmark: { readonly '@_RecordId': string } } };
    };
    readonly Body: {
      readonly Events: { readonly Event: readonly (string | { readonly '#text': string })[] };
    };
  };
}

function readEvent({ System }: XmlEvent, bytes: number): ReadEvent {
  return {
    recordId: System.EventRecordID,
    eventId: Number(textOf(System.EventID)),
    computer: System.Computer,
    systemTime: System.TimeCreated['@_SystemTime'],
    provider: System.Provider['#text'] ?? '',
    bytes,
  };
}

function textOf(text: Text | undefined): string {
  if (text === undefined) return '';
  return typeof text === 'string' ? text : text['#text'];
}

function ackOf(messageId: string): string {
  return `<s:Envelope xmlns:s="s" xmlns:a="a"><s:Header><a:Action>http://schemas.dmtf.org/wbem/wsman/1/wsman/Ack</a:Action><a:RelatesTo>${messageId}</a:RelatesTo></s:Header><s:Body/></s:Envelope>`;
}
