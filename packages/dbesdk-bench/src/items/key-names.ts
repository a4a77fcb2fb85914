/** Namespace and name of the wrapping key, as the original harnesses have them: their lengths are part of every header. */
export const KEY_NAMESPACE = 'dbesdk-performance-test';
export const KEY_NAME = 'test-aes-256-key';
