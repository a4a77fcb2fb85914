/** Bytes that JSON texts are appended to, one after the other; a text is a part of it until the arena is emptied. */
export class JsonArena {
  readonly bytes: Buffer;
  /** Where the next byte goes. Public, for the loops that write byte by byte. */
  end = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  hasRoom(bytes: number): boolean {
    return this.end + bytes <= this.bytes.length;
  }

  /** Appends text of one character per byte. */
  appendLatin1(text: string): void {
    this.end += this.bytes.write(text, this.end, 'latin1');
  }

  clear(): void {
    this.end = 0;
  }
}
