import { DeleteObjectsCommand, type S3Client } from '@aws-sdk/client-s3';

/** Bytes of objects that may lie there before they are deleted. */
const MOST_BYTES = 256 * 1024 ** 2;
/** S3's limit of one request. */
const MOST_KEYS = 1000;

/** Deletes objects in the background, so that a run of terabytes needs no more room than a few of its objects. */
export class ObjectCleaner {
  readonly #client: S3Client;
  readonly #bucket: string;
  #keys: string[] = [];
  #bytes = 0;
  #under: Promise<void> = Promise.resolve();
  /** Objects that could not be deleted. */
  left = 0;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  add(key: string, bytes: number): void {
    this.#keys.push(key);
    this.#bytes += bytes;
    if (this.#bytes > MOST_BYTES || this.#keys.length >= MOST_KEYS) this.#send();
  }

  /** Resolves when all that was added is gone, or was tried. */
  async finish(): Promise<void> {
    this.#send();
    await this.#under;
  }

  #send(): void {
    const keys = this.#keys;
    if (keys.length === 0) return;
    this.#keys = [];
    this.#bytes = 0;
    this.#under = this.#under.then(() => this.#delete(keys));
  }

  async #delete(keys: readonly string[]): Promise<void> {
    const Objects = keys.map((Key) => ({ Key }));
    try {
      const answer = await this.#client.send(
        new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects, Quiet: true } }),
      );
      this.left += answer.Errors?.length ?? 0;
    } catch {
      this.left += keys.length;
    }
  }
}
