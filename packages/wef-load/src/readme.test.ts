import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { wefEnvironment } from './config.js';
import { STORED_PROBLEM_CODES } from './verify/stored-report.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

it('the README names the variables that set a field, each of them', () => {
  const readme = read('../README.md');
  for (const name of Object.keys(wefEnvironment)) expect(readme).toContain(`\`${name}\``);
});

it('docs/wef.md explains every problem that the verification can find', () => {
  const guide = read('../../../docs/wef.md');
  for (const code of STORED_PROBLEM_CODES) expect(guide).toContain(`\`${code}\``);
});
