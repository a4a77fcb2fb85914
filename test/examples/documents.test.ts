import { describe, expect, it } from 'vitest';
import { findPublished } from '../workspace/packages.js';
import { openWorkspace } from '../workspace/tree.js';
import { isExpected, normalise } from './expected-output.js';
import { hasProgram, runExample } from './run-example.js';
import { shellExamples } from './shell-examples.js';

const tree = openWorkspace();
const documents = tree.files.filter((file) => file.endsWith('.md') && !file.startsWith('.changeset/'));
const examples = documents.flatMap((file) =>
  shellExamples(tree.read(file)).map((example) => ({ file, example })),
);

describe('the marked examples of the documents (CONTRIBUTING.md, "Examples that run")', () => {
  const commands = findPublished(tree).filter(({ manifest }) => manifest.bin !== undefined);

  it.each(['README.md', ...commands.map(({ dir }) => `${dir}/README.md`)])('%s has one at least', (file) => {
    const marked = examples.filter((found) => found.file === file);
    expect(marked.length, 'put <!-- run --> before a block of commands').toBeGreaterThan(0);
  });

  for (const { file, example } of examples) {
    const missing = example.directive.needs.filter((program) => !hasProgram(program));
    const title = `${file}:${example.line} ${example.script.split('\n', 1)[0]}`;
    it.skipIf(missing.length > 0)(
      missing.length > 0 ? `${title} (needs ${missing.join(', ')})` : title,
      async () => {
        const { code, stdout, stderr } = await runExample(example);
        expect(example.directive.exitCodes, `exit code; it said:\n${stdout}${stderr}`).toContain(code);
        if (example.expected === null || isExpected(stdout, example.expected, example.directive)) return;
        expect(normalise(stdout, example.directive)).toBe(normalise(example.expected, example.directive));
      },
      150_000,
    );
  }
});
