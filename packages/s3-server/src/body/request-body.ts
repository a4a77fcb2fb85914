import type { IncomingMessage } from 'node:http';
import type { Authenticated } from '../auth/authenticate.js';
import { checksumHeaders } from '../checksum/checksum-algorithm.js';
import { type ClaimedChecksum, checkedValue, claimedChecksum } from '../checksum/claimed-checksum.js';
import { S3Error } from '../errors/s3-error.js';
import type { BandwidthPacer } from '../fault/bandwidth.js';
import type { S3RequestHead } from '../http/request-head.js';
import { AwsChunkedDecoder } from './aws-chunked-decoder.js';
import { BodyDigest, type Digests } from './body-digest.js';
import { bodyLength, contentMd5 } from './body-headers.js';
import { both } from './both.js';
import { pump } from './pump.js';
import type { HashMaker } from './stream-hash.js';

/** Where the bytes of a body go. Returns a promise where it wants no more for now. */
export interface BodySink {
  write(data: Buffer): void | Promise<void>;
}

/** A body that was received whole and is what its sender said it is. */
export interface ReceivedBody {
  readonly sizeBytes: number;
  /** Lower-case hex; undefined where it was not asked for. */
  readonly md5: string | undefined;
  /** Base64, of the algorithm that the client claimed one for. */
  readonly checksum: { readonly algorithm: ClaimedChecksum['algorithm']; readonly value: string } | undefined;
}

export interface ReceiveOptions {
  /** Whether the MD5 is wanted also where the client sent none. */
  readonly etag: boolean;
  /** False where the request's checksum headers speak of something else than its body. */
  readonly checksums?: boolean;
}

export interface RequestBodyOptions {
  readonly message: IncomingMessage;
  readonly head: S3RequestHead;
  readonly auth: Authenticated;
  /** Tells a client that waits with `Expect: 100-continue` to go on. */
  readonly askForBody: () => void;
  readonly newHash: HashMaker;
  /** How slowly the body is to be taken; as it comes, if not given. */
  readonly line: BandwidthPacer | undefined;
}

/** The body of a request: decoded and verified while it streams into a sink. */
export class RequestBody {
  constructor(private readonly options: RequestBodyOptions) {}

  /** How long the body will be, without any framing. Throws where the headers do not say or say it wrongly. */
  get sizeBytes(): number {
    return bodyLength(this.options.head, this.options.auth.payload);
  }

  /** The additional checksum the client claims. */
  get claim(): ClaimedChecksum | undefined {
    return claimedChecksum(this.options.head);
  }

  /**
   * Receives the body into a sink. What the sink got counts only once the promise is fulfilled: signatures and checksums are known at
   * the end.
   *
   * @throws S3Error BadDigest, XAmzContentSHA256Mismatch, SignatureDoesNotMatch, IncompleteBody and the like; ClientGoneError.
   */
  async receive(sink: BodySink, { etag, checksums = true }: ReceiveOptions): Promise<ReceivedBody> {
    const { head, auth, message } = this.options;
    const { sizeBytes } = this;
    const claim = checksums ? this.claim : undefined;
    const md5 = contentMd5(head);
    const sha256 = auth.payload.kind === 'plain' ? auth.payload.sha256 : undefined;
    const digest = new BodyDigest(
      { sizeBytes, sha256: sha256 !== undefined, md5: etag || md5 !== undefined, checksum: claim?.algorithm },
      this.options.newHash,
    );
    let trailer: ReadonlyMap<string, string>;
    let digests: Digests;
    this.options.askForBody();
    try {
      trailer = await this.#stream(message, digest, sink, sizeBytes);
      digests = await digest.finish();
    } catch (error) {
      digest.abandon();
      throw error;
    }
    if (sha256 !== undefined && digests.sha256 !== sha256) {
      throw new S3Error('XAmzContentSHA256Mismatch', undefined, {
        ClientComputedContentSHA256: sha256,
        S3ComputedContentSHA256: digests.sha256 ?? '',
      });
    }
    if (md5 !== undefined && digests.md5 !== md5) throw new S3Error('BadDigest');
    return {
      sizeBytes,
      md5: digests.md5,
      checksum: claim && { algorithm: claim.algorithm, value: verified(claim, trailer, digests) },
    };
  }

  async #stream(
    message: IncomingMessage,
    digest: BodyDigest,
    sink: BodySink,
    sizeBytes: number,
  ): Promise<ReadonlyMap<string, string>> {
    const { line, auth } = this.options;
    const { payload, chunkSigner } = auth;
    const take = (data: Buffer): void | Promise<void> => {
      if (digest.sizeBytes + data.length > sizeBytes) throw longerThanSaid();
      const taken = both(digest.update(data), sink.write(data));
      return line === undefined ? taken : both(taken, line.pass(data.length));
    };
    if (payload.kind === 'plain') {
      await pump(message, take);
      return noTrailer;
    }
    let wait: Promise<void> | undefined;
    const decoder = new AwsChunkedDecoder({
      signer: chunkSigner,
      trailer: payload.trailer,
      onData: (data) => {
        wait = both(wait, take(data)) ?? undefined;
      },
    });
    const takeWait = (): Promise<void> | undefined => {
      const taken = wait;
      wait = undefined;
      return taken;
    };
    await pump(message, (bytes) => {
      try {
        decoder.push(bytes);
      } catch (error) {
        // The body is lost anyhow; that writing fails as well must not end the process as an unhandled rejection.
        takeWait()?.catch(() => {});
        throw error;
      }
      return takeWait();
    });
    const trailer = decoder.finish();
    if (digest.sizeBytes !== sizeBytes) throw new S3Error('IncompleteBody');
    return trailer;
  }
}

const noTrailer: ReadonlyMap<string, string> = new Map();

function longerThanSaid(): S3Error {
  return new S3Error('IncompleteBody', 'The body is longer than x-amz-decoded-content-length says.');
}

function verified(claim: ClaimedChecksum, trailer: ReadonlyMap<string, string>, digests: Digests): string {
  const { algorithm } = claim;
  const sent = claim.value ?? trailer.get(checksumHeaders[algorithm]);
  if (sent === undefined) {
    throw new S3Error('InvalidRequest', `The trailing header ${checksumHeaders[algorithm]} is missing.`);
  }
  if (checkedValue(algorithm, sent) !== digests.checksum) {
    throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return sent;
}
