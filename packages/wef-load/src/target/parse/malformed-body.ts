/** A batch that is refused as a whole, with 400. Where it is wrong is told in bytes from its beginning. */
export class MalformedBody extends Error {
  override readonly name = 'MalformedBody';

  constructor(what: string, offset?: number) {
    super(offset === undefined ? what : `${what}, at byte ${offset}`);
  }
}
