const PIECE =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>|[^<]+/y;
const SLASH = 0x2f;

/** Where the element ends that begins at `from`; -1 if it does not. Counts tags only: whether they match is for a validator to say. */
export function findElementEnd(text: string, from: number): number {
  let depth = 0;
  PIECE.lastIndex = from;
  for (;;) {
    const piece = PIECE.exec(text);
    if (piece === null) return -1;
    const closing = piece[1];
    if (closing !== undefined) {
      if (closing === '/') depth--;
      else if (text.charCodeAt(PIECE.lastIndex - 2) !== SLASH) depth++;
    }
    if (depth <= 0) return closing === undefined || depth < 0 ? -1 : PIECE.lastIndex;
  }
}
