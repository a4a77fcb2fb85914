import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAt } from '../test-support/cut-at.js';
import { DATA, END_HEADERS, END_STREAM, HEADERS, SETTINGS } from './protocol.js';
import { openGrpcHarness, openHarness } from './test-support/harness.js';
import {
  answerTo,
  frame,
  grpcAnswerTo,
  headersFrame,
  rawHttp2Peer,
  windowFrame,
} from './test-support/raw-peer.js';

const STREAMS = 3;

/** Answers of three streams, mixed, with much of what the protocol allows. */
function validAnswers(kind: 'http' | 'grpc'): Buffer {
  const answer = kind === 'http' ? answerTo : grpcAnswerTo;
  const long = 'a value that is long enough to be cut';
  const headers: [string, string][] = [
    [':status', '200'],
    ['content-type', kind === 'http' ? 'text/plain' : 'application/grpc+proto'],
    ['x-long', long],
  ];
  const block = headersFrame(1, headers).subarray(9);
  const message = Buffer.concat([Buffer.from([0, 0, 0, 0, 40]), Buffer.alloc(40, 'm')]);
  return Buffer.concat([
    headersFrame(1, [[':status', '103']]),
    frame(HEADERS, 0, 1, block.subarray(0, 11)),
    frame(9, 0, 1, block.subarray(11, 20)),
    frame(9, END_HEADERS, 1, block.subarray(20)),
    frame(DATA, 0, 1, message.subarray(0, 3)),
    answer(3, 'in between'),
    frame(SETTINGS, 0, 0),
    frame(DATA, 8, 1, Buffer.concat([Buffer.from([2]), message.subarray(3, 30), Buffer.alloc(2)])),
    windowFrame(0, 1000),
    frame(DATA, 0, 1, message.subarray(30)),
    headersFrame(1, [['grpc-status', '0']], END_HEADERS | END_STREAM),
    answer(5, 'at last'),
  ]);
}

/** Sends three requests to a server that answers all of them with these pieces, then closes. */
async function completionsOf(kind: 'http' | 'grpc', pieces: readonly Uint8Array[]) {
  const peer = await rawHttp2Peer({
    onRequest: ({ socket, number }, _id, request) => {
      if (number > 0 || request < STREAMS - 1) return;
      const next = (i: number): void => {
        if (i === pieces.length) socket.end();
        else socket.write(pieces[i]!, () => setImmediate(next, i + 1));
      };
      next(0);
    },
  });
  const open = kind === 'http' ? openHarness : openGrpcHarness;
  const { transport, sink, sendAll, results } = await open({
    port: peer.port,
    streamsPerConnection: STREAMS,
  });
  await sendAll(STREAMS);
  await transport.close();
  await peer.stop();
  return sink.completions.map(({ slot, bodyBytes, bytesIn }, i) => ({
    slot,
    result: results()[i],
    bodyBytes,
    bytesIn,
  }));
}

describe.each(['http', 'grpc'] as const)('%s', (kind) => {
  const stream = validAnswers(kind);

  it('the same bytes give the same completions, however they are cut', async () => {
    const whole = await completionsOf(kind, [stream]);
    expect(whole.map(({ slot, result }) => [slot, result])).toEqual([
      [1, 'ok'],
      [0, 'ok'],
      [2, 'ok'],
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(stream.length), { maxLength: 20 }), async (cuts) => {
        expect(await completionsOf(kind, cutAt(stream, cuts))).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it('changed bytes are classed, and every request completes once', async () => {
    const change = fc.record({ at: fc.nat(stream.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(stream);
        for (const { at, byte } of changes) bytes[at] = byte;
        const completions = await completionsOf(kind, [bytes]);
        expect(completions.map(({ slot }) => slot).sort()).toEqual([0, 1, 2]);
        for (const { result } of completions) {
          expect(result).toMatch(
            /^(ok|PROTOCOL|CONNECTION_(CLOSED|RESET)|GOAWAY_UNPROCESSED|REFUSED_STREAM|(RST|GRPC)_[A-Z_0-9]+|HTTP_\d+)$/,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('random bytes never crash it, nor leave a request behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 120 }),
        fc.boolean(),
        async (noise, framed) => {
          const bytes = framed ? frame(noise[0]! % 11, noise[0]!, (noise[0]! % 4) + 1, noise) : noise;
          const completions = await completionsOf(kind, [bytes]);
          expect(completions).toHaveLength(STREAMS);
        },
      ),
      { numRuns: 60 },
    );
  });
});
