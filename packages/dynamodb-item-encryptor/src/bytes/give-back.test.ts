import { createCipheriv } from 'node:crypto';
import { expect, it } from 'vitest';
import { giveBack } from './give-back.js';

it('frees what a cipher made, and such arrays only', () => {
  const cipher = createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12));
  const made = cipher.update(Buffer.alloc(100_000));
  giveBack(made);
  expect(made.length).toBe(0);
  const small = cipher.update(Buffer.alloc(1000));
  giveBack(small);
  expect(small.length).toBe(1000);
});

it('leaves memory alone that others see too', () => {
  const whole = new Uint8Array(100_000);
  giveBack(whole.subarray(0, 50_000));
  expect(whole.length).toBe(100_000);
  const shared = new Uint8Array(new SharedArrayBuffer(100_000));
  giveBack(shared);
  expect(shared.length).toBe(100_000);
});

it('is done again and again', () => {
  for (let i = 0; i < 1000; i++) {
    const bytes = new Uint8Array(20_000);
    giveBack(bytes);
    expect(bytes.length).toBe(0);
  }
});
