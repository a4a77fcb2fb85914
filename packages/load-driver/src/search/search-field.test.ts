import { searchLoadSchema } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import {
  searchConfigOf,
  searchField,
  searchLoadOf,
  searchOnlyField,
  searchProblems,
} from './search-field.js';

describe('searchField', () => {
  it('has a default for everything, and makes a load that plans take', () => {
    const config = searchField.parse({ model: 'search' });
    const load = searchLoadOf(config, ['p99<50ms', 'errors<0.1%']);
    expect(searchLoadSchema.parse(load)).toEqual({
      model: 'search',
      slo: ['p99<50ms', 'errors<0.1%'],
      fromRatePerSec: 100,
      toRatePerSec: 1e6,
      probeDurationNs: 5e9,
      arrivals: 'constant',
      growth: 2,
      precision: 0.025,
      maxProbes: 40,
    });
  });

  it('reads units', () => {
    const text = { model: 'search', from: '60/min', to: '2k/s', probe: '1m', precision: '5%' };
    expect(searchField.parse(text)).toMatchObject({ from: 1, to: 2000, probe: 60e9, precision: 0.05 });
  });

  it.each([
    [{ from: '2k/s', to: '1k/s' }, /must be at least from, 2000\/s/],
    [{ precision: '80%' }, /at most 0\.5/],
    [{ precision: 'fine' }, /must be a share such as 2\.5% or 0\.025, got 'fine'/],
    [{ probe: '1ms' }, /at least 100ms/],
    [{ growth: 1 }, /growth|>1|greater/i],
    [{ steps: 3 }, /steps/],
  ])('refuses %j', (input, message) => {
    expect(JSON.stringify(searchField.safeParse({ model: 'search', ...input }).error?.issues)).toMatch(
      message,
    );
  });
});

describe('searchOnlyField', () => {
  it('is a search in either form, or none', () => {
    expect(searchConfigOf(searchOnlyField.parse('search'))).toEqual(searchField.parse({ model: 'search' }));
    expect(searchConfigOf(searchOnlyField.parse({ model: 'search', from: 7 }))).toMatchObject({ from: 7 });
    expect(searchConfigOf(searchOnlyField.parse(undefined))).toBeNull();
    expect(searchConfigOf('closed')).toBeNull();
  });

  it('needs something to look for', () => {
    expect(searchProblems('search', [])).toMatchObject([{ path: ['load'] }]);
    expect(searchProblems('search', ['p99<1s'])).toEqual([]);
    expect(searchProblems(null, [])).toEqual([]);
  });
});
