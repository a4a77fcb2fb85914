import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerText, failAnswer } from '../receive/answer.js';
import { type BatchForm, type ReceiverParts, receiveBatch } from '../receive/receive-batch.js';
import type { Routes } from '../receive/routes.js';
import { RecentMessages } from './recent-messages.js';
import { ackText, enumerateText, MAX_ENVELOPE_BYTES, SUBSCRIPTION_ID } from './soap-answers.js';
import { readSoapHead, type SoapHead } from './soap-head.js';

const SUBSCRIPTION_PATH = '/wsman/subscriptions/';

/** The endpoints that Windows machines speak to (MS-WSMV; DSP0226). */
export function wsmanRoutes(parts: ReceiverParts): Routes {
  const stored = new RecentMessages();
  const limited = { ...parts, maxBodyBytes: Math.min(parts.maxBodyBytes, MAX_ENVELOPE_BYTES) };
  return {
    '/wsman/SubscriptionManager/WEC': {
      POST: (request, response) =>
        converse(request, response, limited, {
          isDelivery: () => false,
          answer: (head) => (head.action === 'Enumerate' ? enumerateText(head, baseOf(request)) : undefined),
        }),
    },
    [SUBSCRIPTION_PATH]: {
      POST: (request, response) => {
        const [id] = (request.url ?? '').slice(SUBSCRIPTION_PATH.length).split(/[/?]/);
        if (id?.toUpperCase() !== SUBSCRIPTION_ID) {
          request.resume();
          answerText(response, 404, `There is no subscription ${id}.\n`);
          return;
        }
        converse(request, response, limited, {
          isDelivery: ({ action, messageId }) => action === 'Events' && !stored.has(messageId),
          answer: (head) => {
            if (head.action === 'Events') stored.add(head.messageId);
            return head.action === 'End' ? undefined : ackText(head);
          },
        });
      },
    },
  };
}

interface Conversation {
  /** Whether a message brings events that are to be stored. */
  readonly isDelivery: (head: SoapHead) => boolean;
  /** What to answer when it has been taken; undefined: nothing, with 204. */
  readonly answer: (head: SoapHead) => string | undefined;
}

function converse(
  request: IncomingMessage,
  response: ServerResponse,
  parts: ReceiverParts,
  { isDelivery, answer }: Conversation,
): void {
  let head: SoapHead | undefined;
  const form: BatchForm = {
    wrapped: true,
    subscriptionId: SUBSCRIPTION_ID,
    hasEvents: (body) => {
      head = readSoapHead(body);
      return isDelivery(head);
    },
  };
  receiveBatch(request, parts, form).then(
    (refusal) => {
      if (refusal === 'aborted') return;
      if (refusal !== undefined) answerText(response, refusal.status, refusal.text);
      else answerSoap(request, response, answer(head!));
    },
    (error: unknown) => failAnswer(response, error),
  );
}

/** In the encoding of the request: a client of UTF-16 need not understand another. */
function answerSoap(request: IncomingMessage, response: ServerResponse, text: string | undefined): void {
  if (text === undefined) {
    response.writeHead(204).end();
    return;
  }
  const wide = /utf-16/i.test(request.headers['content-type'] ?? '');
  const body = wide ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(text, 'utf8');
  response
    .writeHead(200, {
      'Content-Type': `application/soap+xml;charset=${wide ? 'UTF-16' : 'UTF-8'}`,
      'Content-Length': body.length,
    })
    .end(body);
}

/** The collector's URL as the client knows it. */
function baseOf(request: IncomingMessage): string {
  const secure = 'encrypted' in request.socket;
  const host = request.headers.host ?? `127.0.0.1:${request.socket.localPort}`;
  return `${secure ? 'https' : 'http'}://${host}`;
}
