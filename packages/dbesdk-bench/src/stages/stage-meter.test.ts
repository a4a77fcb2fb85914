import { VirtualClock } from '@benchwright/load-driver';
import { describe, expect, it } from 'vitest';
import { StageMeter } from './stage-meter.js';

describe('the stage meter', () => {
  it('gives each stage its time and the rest to serialise, as means per item', () => {
    const clock = new VirtualClock();
    const meter = new StageMeter(clock);
    const spend = (ns: number): void => clock.advanceTo(clock.nowNs() + ns);
    for (let item = 0; item < 2; item++) {
      meter.begin('encrypt');
      spend(5);
      meter.time('keyring', () => {
        spend(20);
        // What the keyring calls is the keyring's.
        meter.time('encrypt', () => spend(30));
      });
      meter.time('hash', () => spend(7));
      meter.end();
      // Between items nobody is charged.
      meter.time('hash', () => spend(1000));
    }
    const { encryptSignNs = Number.NaN, encryptSerialiseNs = Number.NaN, ...figures } = meter.figures();
    expect(figures).toEqual({
      encryptKeyringNs: 50,
      encryptKeyDerivationNs: 0,
      encryptEncryptNs: 0,
      encryptHashNs: 7,
    });
    // Idle time of this thread, which is real, counts as waiting for signatures.
    expect(encryptSignNs).toBeGreaterThanOrEqual(0);
    expect(encryptSerialiseNs).toBeLessThanOrEqual(5);
  });

  it('forgets the warm-up, and counts a stage that throws', () => {
    const clock = new VirtualClock();
    const meter = new StageMeter(clock);
    meter.begin('decrypt');
    meter.end();
    meter.reset();
    expect(meter.figures()).toEqual({});
    meter.begin('decrypt');
    expect(() =>
      meter.time('encrypt', () => {
        clock.advanceTo(9);
        throw new Error('no');
      }),
    ).toThrow('no');
    meter.end();
    expect(meter.figures()).toMatchObject({ decryptEncryptNs: 9, decryptHashNs: 0 });
  });
});
