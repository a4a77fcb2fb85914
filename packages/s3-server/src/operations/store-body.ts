import type { BodySink, ReceivedBody } from '../body/request-body.js';
import type { ObjectWriter } from '../storage/object-writer.js';
import type { Exchange } from './exchange.js';

/**
 * Receives the body of a request into a new writer, and commits it. Whatever goes wrong before the commit is done, nothing of it
 * stays: a dropped connection, a wrong checksum and a full disk leave what was there before.
 */
export async function storeBody<T>(
  { body, service }: Exchange,
  commit: (writer: ObjectWriter, received: ReceivedBody) => Promise<T>,
): Promise<T> {
  const { sizeBytes } = body;
  return withWriter(service.store.openWriter(sizeBytes), async (writer) =>
    commit(writer, await body.receive(writer, { etag: service.etag === 'md5' })),
  );
}

/** Runs a write, and throws away what was written should it fail. */
export async function withWriter<T>(
  writer: ObjectWriter,
  write: (writer: ObjectWriter & BodySink) => Promise<T>,
): Promise<T> {
  try {
    return await write(writer);
  } catch (error) {
    writer.abort();
    throw error;
  }
}
