/** ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY_… of the format, as other implementations name them. */
export type AlgorithmSuiteName =
  | 'ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY_SYMSIG_HMAC_SHA384'
  | 'ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384_SYMSIG_HMAC_SHA384';

/**
 * AES-256-GCM, HKDF-SHA-512 with key commitment and HMAC-SHA-384 over the item; 0x6701 adds an ECDSA P-384 signature, so that
 * somebody who may only decrypt cannot make items that others accept.
 */
export interface AlgorithmSuite {
  readonly id: 0x6700 | 0x6701;
  readonly name: AlgorithmSuiteName;
  /** The second byte of the id, and of the header. */
  readonly flavor: 0 | 1;
  readonly signs: boolean;
}

export const hmacSuite: AlgorithmSuite = {
  id: 0x6700,
  name: 'ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY_SYMSIG_HMAC_SHA384',
  flavor: 0,
  signs: false,
};

export const ecdsaSuite: AlgorithmSuite = {
  id: 0x6701,
  name: 'ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384_SYMSIG_HMAC_SHA384',
  flavor: 1,
  signs: true,
};

/** The suite that a configuration or a header asks for, by number or name; undefined for any other. */
export function findSuite(id: unknown): AlgorithmSuite | undefined {
  return [hmacSuite, ecdsaSuite].find((suite) => suite.id === id || suite.name === id);
}
