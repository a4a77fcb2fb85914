import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

/** Where a machine delivers its events, and within which limits. Plain data. */
export interface Subscription {
  readonly identifier: string;
  readonly version: string | null;
  /** As the collector wrote it: goes into `To`. */
  readonly address: string;
  readonly maxEnvelopeBytes: number;
  /** Null: as many as fit. */
  readonly maxElements: number | null;
  readonly heartbeatSecs: number;
}

/** What MS-WSMV says where a subscription says nothing. */
const DEFAULTS = { maxEnvelopeBytes: 512_000, heartbeatSecs: 3600 };

const text = z.union([
  z.string(),
  z.object({ '#text': z.union([z.string(), z.number()]).transform(String) }).transform((o) => o['#text']),
]);
const addressed = z.object({
  Address: text,
  ReferenceParameters: z.object({ Identifier: text, Version: text.optional() }),
});
const subscribeSchema = z.object({
  Delivery: z.object({
    NotifyTo: addressed,
    Heartbeats: text.optional(),
    MaxEnvelopeSize: text.optional(),
    MaxElements: text.optional(),
  }),
});
const itemSchema = z.object({ Envelope: z.object({ Body: z.object({ Subscribe: subscribeSchema }) }) });
const answerSchema = z.object({
  Envelope: z.object({
    Body: z.object({
      EnumerateResponse: z.object({
        Items: z.union([z.object({ Subscription: z.array(itemSchema).optional() }), z.literal('')]),
      }),
    }),
  }),
});

/** Read once for each machine, never while measuring: here a whole parser is right. */
const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name) => name === 'Subscription',
});

/** The subscriptions in the answer to an Enumerate. Throws an Error that says what is missing when it is none. */
export function parseSubscriptions(soap: string): Subscription[] {
  const answer = answerSchema.safeParse(parser.parse(soap));
  if (!answer.success) {
    const [issue] = answer.error.issues;
    throw new Error(`the answer to Enumerate is not understood: ${issue?.path.join('/')}: ${issue?.message}`);
  }
  const { Items } = answer.data.Envelope.Body.EnumerateResponse;
  const items = Items === '' ? [] : (Items.Subscription ?? []);
  return items.map(({ Envelope }) => {
    const { NotifyTo, Heartbeats, MaxEnvelopeSize, MaxElements } = Envelope.Body.Subscribe.Delivery;
    const { Identifier, Version } = NotifyTo.ReferenceParameters;
    return {
      identifier: Identifier,
      version: Version ?? null,
      address: NotifyTo.Address,
      maxEnvelopeBytes: wholeNumber(MaxEnvelopeSize) ?? DEFAULTS.maxEnvelopeBytes,
      maxElements: wholeNumber(MaxElements),
      heartbeatSecs: secondsOf(Heartbeats) ?? DEFAULTS.heartbeatSecs,
    };
  });
}

function wholeNumber(text: string | undefined): number | null {
  const value = Number(text);
  return text !== undefined && Number.isInteger(value) && value > 0 ? value : null;
}

/** Of an XML Schema duration such as `PT3600.000S` or `PT1H`; null for one with days or none. */
function secondsOf(duration: string | undefined): number | null {
  const [, hours = '0', minutes = '0', seconds = '0'] =
    /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(duration?.trim() ?? '') ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return total > 0 ? total : null;
}
