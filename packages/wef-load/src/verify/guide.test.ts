import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { STORED_PROBLEM_CODES } from './stored-report.js';

it('docs/wef.md explains every problem that the verification can find', () => {
  const guide = readFileSync(new URL('../../../../docs/wef.md', import.meta.url), 'utf8');
  for (const code of STORED_PROBLEM_CODES) expect(guide).toContain(`\`${code}\``);
});
