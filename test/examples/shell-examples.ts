import { type CodeBlock, readMarkdown } from '../markdown/document.js';
import { parseDirective, type RunDirective } from './directive.js';

/** One thing a reader would type, and what the document says comes out. */
export interface ShellExample {
  readonly line: number;
  readonly script: string;
  /** Null when the document shows no output. */
  readonly expected: string | null;
  readonly directive: RunDirective;
}

const scripts = new Set(['sh', 'bash', 'shell']);
const outputs = new Set(['text', 'json', 'csv']);

/**
 * The examples of a document that are marked `<!-- run -->`. In a `console` block each `$ ` line is a command and what
 * follows it is its output; of a `sh` block, the output is the `text`, `json` or `csv` block that comes next, if one does.
 */
export function shellExamples(markdown: string): ShellExample[] {
  const { blocks } = readMarkdown(markdown);
  return blocks.flatMap((block, index) => {
    const directive = parseDirective(block.comment);
    if (directive === null) return [];
    if (block.language === 'console') return consoleExamples(block, directive);
    if (!scripts.has(block.language)) return [];
    const next = blocks[index + 1];
    const expected = next !== undefined && outputs.has(next.language) ? next.text : null;
    return [{ line: block.line, script: asInstalled(block.text), expected, directive }];
  });
}

function consoleExamples({ text, line }: CodeBlock, directive: RunDirective): ShellExample[] {
  const examples: { line: number; commands: string[]; output: string[] }[] = [];
  for (const [offset, row] of text.split('\n').entries()) {
    const current = examples.at(-1);
    const continued =
      current !== undefined && current.output.length === 0 && current.commands.at(-1)?.endsWith('\\');
    if (row.startsWith('$ '))
      examples.push({ line: line + 1 + offset, commands: [row.slice(2)], output: [] });
    else if (continued) current.commands.push(row.replace(/^> /, ''));
    else if (current === undefined)
      throw new Error(`line ${line + 1}: a console block begins with a "$ " line`);
    else current.output.push(row);
  }
  return examples.map(({ line: at, commands, output }) => ({
    line: at,
    script: asInstalled(commands.join('\n')),
    expected: output.join('').trim() === '' ? null : output.join('\n'),
    directive,
  }));
}

/** Examples run in a scratch folder with `benchwright` on the PATH; the ways to call it from the checkout mean the same. */
function asInstalled(script: string): string {
  return script.replace(
    /(^|[|&;]\s*)(?:npx -y pnpm@10 |pnpm |npx |(?:\.\/)?node_modules\/\.bin\/)benchwright\b/gm,
    '$1benchwright',
  );
}
