import type { Http2RequestSource, PreparedHeaders } from '@benchwright/load-driver/http2';
import {
  type CompiledHttp2Request,
  type HeaderShape,
  largestBody,
  prepareFixed,
  shapeHeaders,
} from './compile-http2-request.js';
import { FieldValues } from './field-values.js';
import { RequestCounter, type SourceSlice } from './request-order.js';
import type { RequestSet } from './request-source.js';
import { SlotBuffer } from './slot-buffer.js';

const NO_BODY = new Uint8Array(0);

/**
 * As `createRequestSource`, for HTTP/2: request `n` has the same values. Each slot keeps the encoded headers of every
 * combination of widths that it has met, and writes the values in place; only a new combination is encoded.
 *
 * @throws InvalidRequestError when the set is empty
 */
export function createHttp2RequestSource(
  { requests, order, seed }: RequestSet<CompiledHttp2Request>,
  slots: number,
  slice: SourceSlice,
): Http2RequestSource {
  const counter = new RequestCounter(requests.length, order, slice);
  const fixed = requests.map((request) => (request.fields.length === 0 ? prepareFixed(request) : null));
  const capacity = requests.reduce((most, request) => Math.max(most, largestBody(request)), 0);
  const rendering = Array.from({ length: slots }, () => new SlotRequest(capacity));
  const bodies: Uint8Array[] = new Array<Uint8Array>(slots).fill(NO_BODY);
  return {
    headersFor: (slot) => {
      const n = counter.number;
      const which = counter.next();
      const ready = fixed[which];
      if (ready) {
        bodies[slot] = ready.body;
        return ready.headers;
      }
      const request = rendering[slot]!;
      request.draw(requests[which]!, seed, n);
      bodies[slot] = request.body;
      return request.headers;
    },
    // Asked for right after the headers of the same slot.
    bodyFor: (slot) => bodies[slot]!,
  };
}

/** The request that a slot sends, rendered in place. */
class SlotRequest {
  body: Uint8Array = NO_BODY;
  readonly #capacity: number;
  readonly #values = new FieldValues();
  readonly #shapes = new Map<CompiledHttp2Request, Map<string, HeaderShape>>();
  #buffer: SlotBuffer | null = null;
  #shape: HeaderShape | null = null;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get headers(): PreparedHeaders {
    return this.#shape!.headers;
  }

  draw(request: CompiledHttp2Request, seed: number, n: number): void {
    const values = this.#values;
    const moved = values.draw(request.fields, seed, n);
    if (moved || this.#shape === null) this.#shape = this.#shapeOf(request);
    const { headers, offsets } = this.#shape;
    for (let f = 0; f < request.bodyFrom; f++) values.write(f, headers.frames, offsets[f]!);
    if (request.bodyPieces.length === 1) {
      this.body = request.bodyPieces[0]!;
    } else {
      this.#buffer ??= new SlotBuffer(this.#capacity);
      this.body = this.#buffer.render(request.bodyPieces, values, request.bodyFrom, moved);
    }
  }

  #shapeOf(request: CompiledHttp2Request): HeaderShape {
    const widths = this.#values.widths.subarray(0, request.bodyFrom);
    const key = widths.join();
    let shapes = this.#shapes.get(request);
    if (shapes === undefined) {
      shapes = new Map();
      this.#shapes.set(request, shapes);
    }
    let shape = shapes.get(key);
    if (shape === undefined) {
      shape = shapeHeaders(request, widths);
      shapes.set(key, shape);
    }
    return shape;
  }
}
