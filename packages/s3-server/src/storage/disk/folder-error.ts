/** A folder that cannot be opened as a store. */
export class StoreFolderError extends Error {
  override readonly name = 'StoreFolderError';
  readonly code = 'ERR_S3_STORE_FOLDER';
}
