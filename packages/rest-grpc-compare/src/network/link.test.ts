import { describe, expect, it } from 'vitest';
import { Link } from './link.js';
import { parseLinkProfile } from './parse-link-profile.js';

const bytes = Buffer.from('x');

describe('a link', () => {
  it('takes a round trip to connect: the first byte arrives after one and a half, the answer after two', () => {
    const { up, down } = new Link(parseLinkProfile('delay=10ms')!, 1).connect(1e9);
    up.push(1e9, bytes);
    expect(up.nextReleaseNs).toBe(1e9 + 30e6);
    down.push(1e9 + 30e6, bytes);
    expect(down.nextReleaseNs).toBe(1e9 + 40e6);
  });

  it('lets a server that speaks first speak when the connection stands, and later bytes pass without that wait', () => {
    const { up, down } = new Link(parseLinkProfile('delay=10ms')!, 1).connect(0);
    down.push(0, bytes);
    expect(down.nextReleaseNs).toBe(40e6);
    up.push(50e6, bytes);
    expect(up.nextReleaseNs).toBe(60e6);
  });

  it('shares its rate among its connections, each direction for itself', () => {
    const link = new Link(parseLinkProfile('down=8Mbit/s,up=80Mbit/s')!, 1);
    const [a, b] = [link.connect(0), link.connect(0)];
    a.down.push(0, Buffer.alloc(948));
    b.down.push(0, Buffer.alloc(948));
    b.up.push(0, Buffer.alloc(948));
    expect([a.down.nextReleaseNs, b.down.nextReleaseNs, b.up.nextReleaseNs]).toEqual([1e6, 2e6, 1e5]);
  });

  it('draws its jitter from its seed', () => {
    const times = (seed: number): number[] => {
      const { up } = new Link(parseLinkProfile('delay=1ms,jitter=1ms')!, seed).connect(0);
      return [0, 1e9, 2e9, 3e9].map((atNs) => {
        up.push(atNs, bytes);
        const releaseNs = up.nextReleaseNs;
        up.shift();
        return releaseNs;
      });
    };
    expect(times(5)).toEqual(times(5));
    expect(times(6)).not.toEqual(times(5));
  });

  it('brings the end behind the bytes, and a reset behind both', () => {
    const { up } = new Link(parseLinkProfile('delay=1ms,up=8kbit/s')!, 1).connect(0);
    up.push(0, bytes);
    up.end(0);
    up.reset(0);
    expect([up.shift(), up.shift(), up.shift(), up.shift()]).toEqual([bytes, 'end', 'reset', undefined]);
  });
});
