import { get } from 'node:http';
import { describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';
import { tinyRegistry } from '../testing/tiny-suite.js';
import { LiveProcess } from './live-process.js';

const newFolder = temporaryFolders();
const ADDRESS = /live: (http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/)/;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const refuses = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    get(url, (response) => {
      response.resume();
      resolve(false);
    }).on('error', () => resolve(true));
  });

describe('the process of the page', () => {
  test('tells its address, serves what it is told, and ends', async () => {
    const page = await LiveProcess.start();
    expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/);
    page.tell({ type: 'warning', text: 'from the other process' });
    const response = await fetch(`${page.url}events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('from the other process')) text += (await reader?.read())?.value ?? '';
    const pid = page.pid ?? 0;
    expect(isAlive(pid)).toBe(true);
    await reader?.cancel();
    await page.close();
    expect(isAlive(pid)).toBe(false);
    page.tell({ type: 'warning', text: 'to nobody' });
    await page.close();
  });

  test('outlives a Ctrl-C of the group, for the report is still to be shown', async () => {
    const page = await LiveProcess.start();
    process.kill(page.pid ?? 0, 'SIGINT');
    page.finish('<p>the report</p>');
    let text = '';
    while (!text.includes('the report')) text = await (await fetch(page.url)).text();
    await page.close();
    expect(await refuses(page.url)).toBe(true);
  });

  test('that dies does not take the run with it', async () => {
    const page = await LiveProcess.start();
    process.kill(page.pid ?? 0, 'SIGKILL');
    await page.close();
    page.tell({ type: 'warning', text: 'to nobody' });
    page.finish('');
    await page.close();
  });
});

describe('--live', () => {
  test.each([[[]], [['--progress', 'none']], [['--json']]])('says where on stderr: %j', async (more) => {
    const { code, stdout, stderr } = await runCli(['run', 'tiny', '-o', newFolder(), '--live', ...more]);
    const url = ADDRESS.exec(stderr)?.[1] ?? '';
    expect(url).not.toBe('');
    expect(stdout).not.toContain(url);
    expect([0, 4]).toContain(code);
    expect(await refuses(url)).toBe(true);
  });

  test('shows the run while it goes on', async () => {
    const stderr: string[] = [];
    let page: Promise<string> | undefined;
    const registry = tinyRegistry({
      // In virtual time the run would be over before the page has come.
      beforeTrial: async () => {
        const url = ADDRESS.exec(stderr.join(''))?.[1];
        if (url !== undefined) page ??= fetch(url).then((response) => response.text());
        await page;
      },
    });
    await runCli(['run', 'tiny', '-o', newFolder(), '--live'], {
      registry,
      onStderr: (text) => stderr.push(text),
    });
    expect(await page).toContain('data-live="events"');
  });

  test('several suites, and a command that measures nothing, need no second page', async () => {
    const { stderr } = await runCli(['run', 'all', '-o', newFolder(), '--live']);
    expect(stderr.match(new RegExp(ADDRESS, 'g'))).toHaveLength(1);
    const dry = await runCli(['run', 'tiny', '--dry-run', '--live']);
    expect(dry.stderr).not.toMatch(ADDRESS);
  });

  test('is over when the run is interrupted, and keeps the code', async () => {
    const abort = new AbortController();
    const registry = tinyRegistry({
      beforeTrial: (begun) => {
        if (begun === 2) abort.abort();
      },
    });
    const argv = ['run', 'tiny', '-o', newFolder(), '--live-keep'];
    const { code, stderr } = await runCli(argv, { registry, signal: abort.signal });
    expect(code).toBe(130);
    expect(stderr).not.toContain('until Ctrl-C');
    expect(await refuses(ADDRESS.exec(stderr)?.[1] ?? '')).toBe(true);
  });

  test('--live-keep leaves the report there until Ctrl-C', async () => {
    const abort = new AbortController();
    let report: Promise<string> | undefined;
    const { code, stderr } = await runCli(['run', 'tiny', '-o', newFolder(), '--live-keep'], {
      signal: abort.signal,
      onStderr: (text) => {
        const url = /the report is at (\S+) until Ctrl-C/.exec(text)?.[1];
        if (url === undefined) return;
        report = fetchUntil(url, 'id="charts"').finally(() => abort.abort());
      },
    });
    expect(stderr).toContain('until Ctrl-C');
    expect(await report).toContain('tiny – Benchwright');
    expect([0, 4]).toContain(code);
    expect(await refuses(ADDRESS.exec(stderr)?.[1] ?? '')).toBe(true);
  });
});

async function fetchUntil(url: string, wanted: string): Promise<string> {
  let text = '';
  while (!text.includes(wanted)) text = await (await fetch(url)).text();
  return text;
}
