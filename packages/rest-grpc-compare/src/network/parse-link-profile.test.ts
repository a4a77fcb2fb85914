import { describe, expect, it } from 'vitest';
import { describeLink, LINK_PROFILES } from './link-profile.js';
import { linkProfileProblem, NetworkProfileError, parseLinkProfile } from './parse-link-profile.js';

describe('a network profile', () => {
  it('is a name', () => {
    for (const [name, profile] of Object.entries(LINK_PROFILES))
      expect(parseLinkProfile(name)).toEqual(profile);
    expect(parseLinkProfile('none')).toBeNull();
  });

  it('named by its round trip has half of it as delay', () => {
    expect(parseLinkProfile('wan-50ms')).toMatchObject({ oneWayDelayNs: 25e6 });
    expect(parseLinkProfile('3g')).toMatchObject({
      oneWayDelayNs: 150e6,
      downBitsPerSec: 1.6e6,
      upBitsPerSec: 768e3,
    });
  });

  it('is fields, or a name with fields that change it', () => {
    expect(parseLinkProfile('delay=20ms,jitter=2ms,down=10Mbit/s,up=2Mbit/s')).toEqual({
      name: 'delay=20ms,jitter=2ms,down=10Mbit/s,up=2Mbit/s',
      oneWayDelayNs: 20e6,
      jitterNs: 2e6,
      downBitsPerSec: 10e6,
      upBitsPerSec: 2e6,
    });
    expect(parseLinkProfile('wan-50ms, jitter=5ms')).toEqual({
      ...LINK_PROFILES['wan-50ms'],
      name: 'wan-50ms,jitter=5ms',
      jitterNs: 5e6,
    });
    expect(parseLinkProfile('up=1.5Gbit/s')).toMatchObject({
      oneWayDelayNs: 0,
      upBitsPerSec: 1.5e9,
      downBitsPerSec: null,
    });
  });

  it.each([
    ['wan', /'wan' is neither a name nor key=value/],
    ['', /is neither a name nor key=value/],
    ['none,delay=1ms', /'none' is neither/],
    ['delay=20', /delay must be a duration such as 20ms, got '20'/],
    ['delay=1m', /delay must be at most 10s/],
    ['down=10', /down must be a rate in bits such as 10Mbit\/s, got '10'/],
    ['down=10MB/s', /down must be a rate in bits/],
    ['up=1bit/s', /up must be at least 1kbit\/s/],
    ['loss=1%', /there is no field 'loss'/],
    ['delay=1ms,delay=2ms', /delay is given twice/],
    ['toString', /neither a name/],
  ])('is refused as %j, with what is wrong and what there is', (text, message) => {
    expect(() => parseLinkProfile(text)).toThrow(NetworkProfileError);
    expect(() => parseLinkProfile(text)).toThrow(message);
    expect(linkProfileProblem(text)).toContain('wan-50ms');
  });

  it('is described in its own terms', () => {
    expect(describeLink(parseLinkProfile('3g,jitter=1ms')!)).toBe(
      '150 ms each way, up to 1 ms of jitter, 1.6 Mbit/s down, 0.768 Mbit/s up',
    );
  });
});
