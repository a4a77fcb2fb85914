/** What is to be done with an attribute, in the words of the other implementations. */
export type CryptoAction =
  | 'ENCRYPT_AND_SIGN'
  | 'SIGN_ONLY'
  | 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT'
  | 'DO_NOTHING';

export type SigningAction = Exclude<CryptoAction, 'DO_NOTHING'>;

/** How the header notes the action of each signed attribute: e, s or c. */
export const LEGEND = {
  ENCRYPT_AND_SIGN: 0x65,
  SIGN_ONLY: 0x73,
  SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT: 0x63,
} as const satisfies Record<SigningAction, number>;

/** Whether a byte is one of the three. */
export function isLegendByte(byte: number): boolean {
  return (
    byte === LEGEND.ENCRYPT_AND_SIGN ||
    byte === LEGEND.SIGN_ONLY ||
    byte === LEGEND.SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT
  );
}

/** The action of a byte that {@link isLegendByte}. */
export function legendAction(byte: number): SigningAction {
  if (byte === LEGEND.ENCRYPT_AND_SIGN) return 'ENCRYPT_AND_SIGN';
  return byte === LEGEND.SIGN_ONLY ? 'SIGN_ONLY' : 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT';
}
