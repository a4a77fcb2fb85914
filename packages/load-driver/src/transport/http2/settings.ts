import type { Setting } from './control-frames.js';
import { FLOW_CONTROL_ERROR, NO_ERROR, PROTOCOL_ERROR } from './error-codes.js';
import { HEADER_LIST_BYTES } from './header-blocks.js';
import { FRAME_PAYLOAD_BYTES, MOST_WINDOW } from './protocol.js';

export const HEADER_TABLE_SIZE = 1;
const ENABLE_PUSH = 2;
export const MAX_CONCURRENT_STREAMS = 3;
export const INITIAL_WINDOW_SIZE = 4;
const MAX_FRAME_SIZE = 5;
const MAX_HEADER_LIST_SIZE = 6;
export const SETTING_BYTES = 6;

/** What a connection tells the server; the other settings stay as they are by default. */
export function clientSettings(streamWindow: number): readonly Setting[] {
  return [
    [ENABLE_PUSH, 0],
    [INITIAL_WINDOW_SIZE, streamWindow],
    [MAX_HEADER_LIST_SIZE, HEADER_LIST_BYTES],
  ];
}

/** The error code of a setting that a server must not send (RFC 9113 §6.5.2), else NO_ERROR. */
export function settingError(id: number, value: number): number {
  if (id === ENABLE_PUSH && value !== 0) return PROTOCOL_ERROR;
  if (id === INITIAL_WINDOW_SIZE && value > MOST_WINDOW) return FLOW_CONTROL_ERROR;
  if (id === MAX_FRAME_SIZE && (value < FRAME_PAYLOAD_BYTES || value > 2 ** 24 - 1)) return PROTOCOL_ERROR;
  return NO_ERROR;
}
