/** Ends something that was opened. */
export type Closer = () => Promise<void>;

/** Closes in reverse order, each whatever became of the others; then throws the first error, if there was one. */
export async function closeAll(closers: Closer[]): Promise<void> {
  const errors: unknown[] = [];
  for (const close of closers.splice(0).reverse())
    await close().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
