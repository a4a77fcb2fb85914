import { describe, expect, it } from 'vitest';
import { cellSpec } from '../testing/cell-spec.js';
import { cellCryptor } from './item-transport.js';
import { quickSpec, rehearse, smallSpec } from './rehearsal.js';

describe('a rehearsal', () => {
  const spec = cellSpec({ dataSize: 5_000_000, suite: '0x6701', format: 'dynamodb-json' });

  it('is of the cell’s items but for their size, and for signatures where those only take time', () => {
    expect(smallSpec(spec)).toEqual({ ...spec, dataSize: 1024 });
    expect(quickSpec(spec)).toEqual({ ...spec, dataSize: 1024, suite: '0x6700' });
    expect(smallSpec({ ...spec, dataSize: 100 }).dataSize).toBe(100);
  });

  it('encrypts and decrypts that many of them', async () => {
    const quick = quickSpec(spec);
    const cryptor = cellCryptor({ spec: quick, tableName: 'table', seed: 1 });
    const done: string[] = [];
    const watched = {
      ...cryptor,
      encrypt: (given: unknown) => {
        done.push(typeof given);
        return cryptor.encrypt(given);
      },
      decrypt: async (stored: unknown) => {
        const given = await cryptor.decrypt(stored);
        done.push(typeof given);
        return given;
      },
    };
    await rehearse(quick, watched, { seed: 1, times: 3 });
    expect(done).toEqual(Array.from({ length: 6 }, () => 'string'));
  });
});
