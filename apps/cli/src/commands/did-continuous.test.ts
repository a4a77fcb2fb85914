import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultRegistry } from '../registry/default-registry.js';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();

describe('did continuous', () => {
  let server: Server;
  let target = '';
  beforeAll(async () => {
    server = createServer((_request, response) => response.end('{"status":"healthy"}')).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const did = (results: string, words: string[]) => {
    const small = [
      '--operations',
      'health',
      '--users',
      '2',
      '--requests',
      '20',
      '--trials',
      '2',
      '--warmup',
      '0s',
    ];
    const places = [
      '-o',
      results,
      '--output',
      join(results, 'metrics.csv'),
      '--progress',
      'none',
      '--no-ceiling',
    ];
    return runCli(['did', 'continuous', ...small, ...places, ...words], { registry: defaultRegistry });
  };

  test('one run: a row for metrics.csv, a run for the history; a second one is added', async () => {
    const results = newFolder();
    for (const rows of [1, 2]) {
      const { code, stdout } = await did(results, ['--target', target]);
      expect([0, 4]).toContain(code);
      expect(stdout).toMatch(/health: [\d.,]+ \/s, p95 [\d.]+ \S+, (valid|suspect|invalid)\n$/);
      const lines = readFileSync(join(results, 'metrics.csv'), 'utf8').trimEnd().split('\n');
      expect(lines[0]).toBe('timestamp,rps,cell,p50_ms,p95_ms,p99_ms,max_ms,error_share,verdict,run');
      expect(lines.slice(1)).toHaveLength(rows);
      expect(lines.at(-1)).toMatch(/^20261121-010203,[\d.]+,health,([\d.]+,){4}0,\w+,20261121T010203-\w+$/);
      expect(readFileSync(join(results, 'history.ndjson'), 'utf8').trimEnd().split('\n')).toHaveLength(rows);
    }
  });

  test('a target that is not there ends it with the first run', async () => {
    const results = newFolder();
    const more = ['--target', 'http://127.0.0.1:1', '--every', '1s', '--duration', '1h'];
    const { code, stderr } = await did(results, more);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/cannot reach http:\/\/127\.0\.0\.1:1/)]);
    expect(readFileSync(join(results, 'metrics.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(1);
  });

  test('a dry run measures and writes nothing', async () => {
    const results = newFolder();
    const { code, stdout } = await did(results, ['--target', target, '--dry-run']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('health')]);
    expect(existsSync(join(results, 'metrics.csv'))).toBe(false);
  });
});
