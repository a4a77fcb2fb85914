import { ItemEncryptionError } from '../errors.js';

/** What is used of a client's `middlewareStack`. */
export interface StackLike {
  add(middleware: Middleware, options: object): void;
  addRelativeTo(middleware: Middleware, options: object): void;
  concat(from: never): StackLike;
  clone(): StackLike;
  resolve(handler: never, context: never): never;
  identify(): string[];
}

/** The arguments that reach every middleware: the request as the caller, or the document client's marshaller, gave it. */
export interface Args {
  readonly input: object;
}

export interface Answer {
  output: object;
}

export type Next = (args: Args) => Promise<Answer>;
export type Middleware = (next: Next, context: { readonly commandName?: string }) => Next;

/** What is to happen where requests still have, and answers already have, the form of attribute values. */
export interface ItemMiddleware {
  /** Runs before a request is serialised. */
  readonly outbound: Middleware;
  /** Runs after an answer is deserialised. */
  readonly inbound: Middleware;
  /** Runs on a serialised request, to see whether `outbound` has. */
  readonly guard: Middleware;
}

const names = {
  outbound: 'itemEncryption',
  inbound: 'itemDecryption',
  guard: 'itemEncryptionGuard',
} as const;

/**
 * Installs middleware between the marshalling of the document client and the serialisation. A client cannot name that place beforehand:
 * commands of the document client bring their marshalling along, so it is looked for when a command's stack is resolved. The stack object
 * stays the same, because a document client shares the one of its client, whichever of the two was made or wrapped first.
 */
export function installItemMiddleware(stack: StackLike, middleware: ItemMiddleware): void {
  if (stack.identify().some((line) => line.startsWith(names.guard))) {
    throw new ItemEncryptionError(
      'ERR_ENCRYPTOR_CONFIG',
      'client encrypts items already: name all tables in one call',
    );
  }
  // Should a version of the SDK resolve its stacks in another way, then nothing is sent instead of plaintext.
  stack.add(middleware.guard, { step: 'build', name: names.guard, priority: 'high' });
  hook(stack, middleware);
}

function hook(stack: StackLike, middleware: ItemMiddleware): StackLike {
  const { concat, clone } = stack;
  stack.concat = (from) => hook(concat(from), middleware);
  stack.clone = () => hook(clone(), middleware);
  stack.resolve = (handler, context) => {
    const own = clone();
    const isDocument = own.identify().some((line) => line.startsWith('DocumentMarshall'));
    own.addRelativeTo(middleware.outbound, {
      name: names.outbound,
      ...(isDocument
        ? { relation: 'after', toMiddleware: 'DocumentMarshall' }
        : { relation: 'before', toMiddleware: 'serializerMiddleware' }),
    });
    own.addRelativeTo(middleware.inbound, {
      name: names.inbound,
      ...(isDocument
        ? { relation: 'after', toMiddleware: 'DocumentUnmarshall' }
        : { relation: 'before', toMiddleware: 'deserializerMiddleware' }),
    });
    return own.resolve(handler, context);
  };
  return stack;
}
