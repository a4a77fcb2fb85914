import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { countsOf, measure, warningsOf } from './testing/measure.js';
import { serveTls } from './testing/servers.js';
import { temporaryFile } from './testing/temporary-file.js';
import { renderHttpText } from './views/text.js';

const file = (name: string): string => fileURLToPath(new URL(`../testdata/tls/${name}`, import.meta.url));
const server = { cert: readFileSync(file('localhost.crt')), key: readFileSync(file('localhost.key')) };
const ca = file('ca.crt');

describe('over TLS', () => {
  it.each([1, 2])('with the authority named, in %d threads', async (workers) => {
    const { url, seen } = await serveTls(server);
    const run = await measure({ url: `${url}/x`, requests: 20, connections: 4, workers, tls: { ca } });
    expect(countsOf(run).ok).toBe(20);
    expect(seen).toHaveLength(20);
    expect(warningsOf(run)).toEqual({});
  });

  it('an authority that is not known is not trusted', async () => {
    const { url, seen } = await serveTls(server);
    await expect(measure({ url, requests: 1 })).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
      message: expect.stringMatching(
        /tried .*: TLS \(.*\n.*trusted here\?\n {2}Name the authority .*--cacert/,
      ),
    });
    expect(seen).toEqual([]);
  });

  it('without checking, and says so', async () => {
    const { url } = await serveTls(server);
    const run = await measure({ url, requests: 2, tls: { insecure: true } });
    expect(countsOf(run).ok).toBe(2);
    expect(warningsOf(run).TLS_NOT_VERIFIED).toMatch(/is not checked/);
    expect(renderHttpText(run.result)).toContain('over http/1.1 over tls, certificate not checked ·');
  });

  it('with a client certificate, where one is asked for', async () => {
    const options = { ...server, ca: readFileSync(ca), requestCert: true, rejectUnauthorized: true };
    const { url } = await serveTls(options);
    const tls = { ca, cert: file('client.crt'), key: file('client.key') };
    expect(countsOf(await measure({ url, requests: 3, tls })).ok).toBe(3);
    const without = measure({ url, requests: 3, trials: 1, tls: { ca } });
    // TLS 1.3 lets a client in before it is refused, so it may be met while connecting or with the first request.
    const outcome = await without.then((run) => Object.keys(countsOf(run).errors).join(), String);
    expect(outcome).toMatch(/TLS|CONNECTION_(RESET|CLOSED)/);
  });

  it('asks for the name given', async () => {
    const names: string[] = [];
    const { url } = await serveTls({
      ...server,
      SNICallback: (name, callback) => {
        names.push(name);
        callback(null);
      },
    });
    await measure({ url, requests: 1, connections: 1, tls: { ca, sni: 'localhost' } });
    expect(names).toEqual(['localhost']);
  });

  it('a file of authorities without any is refused before anything is sent', async () => {
    const { url } = await serveTls(server);
    const none = temporaryFile('ca.pem', 'not a certificate');
    await expect(measure({ url, requests: 1, tls: { ca: none } })).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      message: expect.stringMatching(/ca\.pem {2}holds no certificate in PEM form/),
    });
  });

  it('a certificate that is none is refused before anything is sent', async () => {
    const { url } = await serveTls(server);
    const cert = temporaryFile('cert.pem', 'not a certificate');
    const wrong = measure({ url, requests: 1, tls: { cert, key: file('client.key') } });
    await expect(wrong).rejects.toMatchObject({
      code: 'ERR_CONFIG',
      message: expect.stringMatching(/cert\.pem, .*client\.key {2}cannot be used for TLS: /),
    });
  });
});
