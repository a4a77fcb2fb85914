import {
  ACK,
  CONTINUATION,
  DATA,
  DEFAULT_WINDOW,
  END_STREAM,
  FRAME_PAYLOAD_BYTES,
  HEADERS,
  RST_STREAM,
  SETTINGS,
} from '../protocol.js';
import type { SeenFrame } from './raw-peer.js';

/** What a server has allowed the client so far: upper bounds, because the client may not have read all of it yet. */
export interface Granted {
  /** SETTINGS sent that are to be acknowledged. */
  readonly settings: number;
  /** The largest INITIAL_WINDOW_SIZE that was ever in force. */
  readonly initialWindow: number;
  /** Sum of the increments, by stream; 0 is the connection. */
  readonly increments: ReadonlyMap<number, number>;
}

export const NOTHING_GRANTED: Granted = { settings: 1, initialWindow: DEFAULT_WINDOW, increments: new Map() };

/** What a client has done that RFC 9113 forbids it, as a server sees it; empty when nothing. */
export function faultsOf(seen: readonly SeenFrame[], granted: Granted): string[] {
  const faults: string[] = [];
  const fault = (is: boolean, text: string) => is && faults.push(text);
  const open = new Set<number>();
  const sent = new Map<number, number>();
  let lastId = -1;
  let acknowledged = 0;
  for (const [i, { type, flags, id, payload }] of seen.entries()) {
    fault(payload.length > FRAME_PAYLOAD_BYTES, `frame ${i} is too large`);
    fault(i === 0 && (type !== SETTINGS || (flags & ACK) !== 0), 'the first frame is not SETTINGS');
    if (type === SETTINGS && (flags & ACK) !== 0) acknowledged++;
    if (type === HEADERS) {
      fault(id % 2 !== 1 || id <= lastId, `HEADERS on stream ${id} after ${lastId}`);
      lastId = id;
      open.add(id);
    }
    if (type === CONTINUATION) fault(id !== lastId, `CONTINUATION on stream ${id}`);
    if (type === DATA) {
      fault(!open.has(id), `DATA on stream ${id}, which is not open`);
      for (const each of [0, id]) sent.set(each, (sent.get(each) ?? 0) + payload.length);
    }
    if (type === RST_STREAM || ((type === DATA || type === HEADERS) && (flags & END_STREAM) !== 0))
      open.delete(id);
  }
  fault(acknowledged > granted.settings, `${acknowledged} SETTINGS acknowledged of ${granted.settings}`);
  for (const [id, bytes] of sent) {
    const window = (id === 0 ? DEFAULT_WINDOW : granted.initialWindow) + (granted.increments.get(id) ?? 0);
    fault(bytes > window, `${bytes} bytes sent into a window of ${window} (stream ${id})`);
  }
  return faults;
}
