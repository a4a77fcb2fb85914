import { buildRequest, type HeaderField, InvalidRequestError } from '@benchwright/load-driver';

/** Splits `Name: value`; null when there is no name. */
export function parseHeaderLine(line: string): HeaderField | null {
  const colon = line.indexOf(':');
  const name = line.slice(0, colon).trim();
  return colon < 1 || name === '' ? null : [name, trimBlanks(line.slice(colon + 1))];
}

/** What is wrong with a header line, or null. Line ends are refused: they would begin another header, or another request. */
export function headerProblem(line: string): string | null {
  const header = parseHeaderLine(line);
  if (header === null) return `must be a header such as 'Accept: text/html', got '${line.slice(0, 40)}'`;
  return requestProblem({ header });
}

/** The methods that are written in capitals everywhere: one in small letters is another method, which no server knows. */
const USUAL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE'];

/** What is wrong with the letters of a method, or null. Methods are case-sensitive (RFC 9110 §9.1). */
export function letterCaseProblem(method: string): string | null {
  const capitals = method.toUpperCase();
  return method === capitals || !USUAL_METHODS.includes(capitals)
    ? null
    : `must be written ${capitals}: methods are case-sensitive, got '${method}'`;
}

/** What is wrong with a method, or null. */
export function methodProblem(method: string): string | null {
  const ofLetters = letterCaseProblem(method);
  if (ofLetters !== null) return ofLetters;
  return requestProblem({ method });
}

/** Asks the builder of requests itself, so that no second rule can differ from its own. */
function requestProblem({
  method = 'GET',
  header,
}: {
  method?: string;
  header?: HeaderField;
}): string | null {
  try {
    // Letters beyond Latin-1 are sent as UTF-8: to the builder any byte above ASCII is the same.
    const headers = header
      ? [[header[0], header[1].replaceAll(/[\u0100-\u{10ffff}]/gu, '\u00ff')] as const]
      : [];
    buildRequest({ method, path: '/', host: 'x', headers });
    return null;
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.message.replace(/^request (method: )?/, '');
    throw error;
  }
}

/** RFC 9110 §5.5: blanks and tabs around a value are not part of it. Other white space is, and is refused. */
function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
}
