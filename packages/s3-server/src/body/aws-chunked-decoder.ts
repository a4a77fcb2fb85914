import { createHash, type Hash } from 'node:crypto';
import type { ChunkSigner } from '../auth/chunk-signer.js';
import { S3Error } from '../errors/s3-error.js';
import { readTrailer } from './trailer.js';

export interface AwsChunkedOptions {
  /** Given where every chunk carries a signature. */
  readonly signer: ChunkSigner | undefined;
  /** Whether headers may follow the last chunk. */
  readonly trailer: boolean;
  /** Gets the data, in slices of what was pushed, before the signature of its chunk is known. */
  readonly onData: (data: Buffer) => void;
}

type State = 'size line' | 'data' | 'end of data' | 'trailer' | 'done';

/** S3 refuses smaller chunks than this but for the last. */
const leastChunkBytes = 8192;
/** A size line has 16 hex digits and a signature at the most. */
const longestLine = 256;
const longestTrailer = 4096;
const signaturePrefix = ';chunk-signature=';

/**
 * Takes the framing `aws-chunked` off a body: `size[;chunk-signature=…]\r\n data \r\n` repeated, a chunk of size 0, trailing headers.
 * Data is passed on as it comes, never gathered; every signature is verified at the end of its chunk, so that a body is known to be good
 * only when `finish` has returned.
 */
export class AwsChunkedDecoder {
  #state: State = 'size line';
  #line = '';
  #left = 0;
  #sizeOfLast = leastChunkBytes;
  #trailer = '';
  #signature = '';
  #hash: Hash | undefined;

  constructor(private readonly options: AwsChunkedOptions) {}

  /** Takes the next bytes of the body. Throws an S3Error where the framing or a signature is wrong. */
  push(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === 'data') at = this.#takeData(bytes, at);
      else if (this.#state === 'done') throw malformed('bytes follow its end');
      else at = this.#takeLine(bytes, at);
    }
  }

  /** Says that the body has ended, and returns its trailing headers by their lower-case names. */
  finish(): ReadonlyMap<string, string> {
    if (this.#state !== 'done') throw new S3Error('IncompleteBody', 'The aws-chunked body ended early.');
    return readTrailer(this.#trailer, this.options.signer);
  }

  #takeData(bytes: Buffer, at: number): number {
    const data = bytes.subarray(at, at + this.#left);
    this.#hash?.update(data);
    this.options.onData(data);
    this.#left -= data.length;
    if (this.#left === 0) this.#state = 'end of data';
    return at + data.length;
  }

  /** Takes bytes up to a line end; a line may come in pieces. */
  #takeLine(bytes: Buffer, at: number): number {
    const newline = bytes.indexOf(10, at);
    const to = newline === -1 ? bytes.length : newline + 1;
    if (this.#line.length + to - at > longestLine) throw malformed('a line is too long');
    this.#line += bytes.toString('latin1', at, to);
    if (newline !== -1) {
      if (!this.#line.endsWith('\r\n')) throw malformed('a line does not end with CR LF');
      const line = this.#line.slice(0, -2);
      this.#line = '';
      this.#endOfLine(line);
    }
    return to;
  }

  #endOfLine(line: string): void {
    if (this.#state === 'size line') this.#beginChunk(line);
    else if (this.#state === 'trailer') this.#addTrailer(line);
    else if (line !== '') throw malformed('a chunk is longer than its size');
    else {
      this.#checkSignature();
      this.#state = 'size line';
    }
  }

  #beginChunk(line: string): void {
    const semicolon = line.indexOf(';');
    const digits = semicolon === -1 ? line : line.slice(0, semicolon);
    if (!/^[0-9a-fA-F]{1,12}$/.test(digits)) throw malformed(`"${digits}" is not a size in hex digits`);
    this.#left = Number.parseInt(digits, 16);
    this.#readSignature(semicolon === -1 ? '' : line.slice(semicolon));
    if (this.#left === 0) {
      this.#checkSignature();
      this.#state = 'trailer';
      return;
    }
    if (this.#sizeOfLast < leastChunkBytes) throw new S3Error('InvalidChunkSizeError');
    this.#sizeOfLast = this.#left;
    this.#state = 'data';
  }

  #readSignature(extension: string): void {
    if (this.options.signer === undefined) return;
    if (!extension.startsWith(signaturePrefix)) throw malformed('a chunk has no signature');
    this.#signature = extension.slice(signaturePrefix.length);
    this.#hash = createHash('sha256');
  }

  #checkSignature(): void {
    const { signer } = this.options;
    if (signer === undefined || this.#hash === undefined) return;
    // Not constant in time: each chunk can be tried once, and a wrong one ends the request.
    if (signer.signChunk(this.#hash.digest('hex')) !== this.#signature) {
      throw new S3Error('SignatureDoesNotMatch', 'The signature of a chunk does not match its data.');
    }
  }

  #addTrailer(line: string): void {
    if (line === '') {
      this.#state = 'done';
      return;
    }
    if (!this.options.trailer) throw malformed('trailing headers were not announced');
    this.#trailer += `${line}\n`;
    if (this.#trailer.length > longestTrailer) throw malformed('its trailing headers are too long');
  }
}

function malformed(what: string): S3Error {
  return new S3Error('InvalidRequest', `The aws-chunked body is malformed: ${what}.`);
}
