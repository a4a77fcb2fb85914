import { BenchwrightError } from '@benchwright/result-schema';

/** What a shell would act upon; without one it would reach the program as text, which is never what was meant. */
const OF_A_SHELL = /[|&;<>`]|\$[({A-Za-z_]/;

/**
 * A command line as words, the way a POSIX shell splits it (single quotes, double quotes, backslashes), without doing anything else
 * a shell does.
 *
 * @throws BenchwrightError ERR_COMMAND_WORDS for an open quote, an empty command, or what only a shell understands
 */
export function commandWords(text: string): string[] {
  const words: string[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const [word, length] = firstWord(rest, text);
    words.push(word);
    rest = rest.slice(length).trimStart();
  }
  if (words.length === 0 || words[0] === '') throw notWords('the command is empty');
  return words;
}

const PIECE = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/y;

function firstWord(rest: string, whole: string): readonly [word: string, length: number] {
  let word = '';
  let at = 0;
  while (at < rest.length && !/\s/.test(rest[at]!)) {
    PIECE.lastIndex = at;
    const found = PIECE.exec(rest);
    if (found === null) throw notWords(`a quote in the command is not closed: ${whole}`);
    const [piece, single, double, escaped, plain] = found;
    if (plain !== undefined || double !== undefined) refuseShell(plain ?? double!, double !== undefined);
    word += single ?? double?.replaceAll(/\\(["\\$`\n])/g, '$1') ?? escaped ?? plain ?? '';
    at += piece.length;
  }
  return [word, at];
}

function refuseShell(text: string, quoted: boolean): void {
  const found = (quoted ? /`|\$[({A-Za-z_]/ : OF_A_SHELL).exec(text)?.[0];
  if (found !== undefined) throw notWords(`the command holds ${found}, which only a shell understands`);
}

function notWords(message: string): BenchwrightError {
  return new BenchwrightError('ERR_COMMAND_WORDS', message, {
    hint: "quote what is meant as it stands ('…'), or let a shell run it: --shell",
  });
}
