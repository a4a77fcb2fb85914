import { expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { allReasons } from './all-reasons.js';
import { reasonsMarkdown } from './reason-text.js';

test('docs/reasons.md is what the rules say (to write it anew: vitest run -u)', async () => {
  const file = new URL('../../../../docs/reasons.md', import.meta.url).pathname;
  await expect(reasonsMarkdown(await allReasons())).toMatchFileSnapshot(file);
});

test('report --explain says what a code stands for, its limits and what to do', async () => {
  const { code, stdout } = await runCli(['report', '--explain', 'send_lag']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^SEND_LAG\n {2}measured {2}p99 of the time/);
  expect(stdout).toMatch(/^ {2}suspect {3}above 10 %$/m);
  expect(stdout).toMatch(/^ {2}do {8}Use a quieter machine/m);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('report --explain all explains every code', async () => {
  const { stdout } = await runCli(['report', '--explain', 'all']);
  for (const { code } of await allReasons()) expect(stdout).toContain(`${code}\n`);
});

test('report --explain knows the reasons of single suites, and the documents name every one of them', async () => {
  for (const own of ['LINK_LATE', 'LINK_SATURATED', 'PROXY_ON_ONE_SIDE', 'WRONG_RESULT']) {
    const { code, stdout } = await runCli(['report', '--explain', own]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${own}\n {2}measured `));
  }
  const codes = (await allReasons()).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

test('a code that is none, and neither run nor code, are refused', async () => {
  const wrong = await runCli(['report', '--explain', 'SEND_LAGG']);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('SEND_LAG') });
  expect(await runCli(['report'])).toMatchObject({ code: 2, stderr: expect.stringContaining('run') });
});
