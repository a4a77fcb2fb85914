/** Digits of the number in a wallet address: enough for a year of 30,000 enrolments a second. */
export const WALLET_DIGITS = 12;

/** Stands for the number while a request is prepared: nothing else in it looks so. */
export const WALLET_MARK = '#'.repeat(WALLET_DIGITS);

const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/**
 * What the wallet addresses of one trial have in common. An address that was enrolled before is refused (409), so a target that remembers earlier runs must
 * see others in each: the tag comes from chance, not from the seed. `bytes` are 8 random ones. Pure.
 */
export function walletPrefix(network: 'mainnet' | 'testnet', bytes: Uint8Array): string {
  const tag = Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('');
  return `${network === 'mainnet' ? 'addr1' : 'addr_test1'}q${tag}`;
}

/** The address with a number. Pure. */
export function walletAddress(prefix: string, number: number): string {
  return prefix + String(number).padStart(WALLET_DIGITS, '0');
}
