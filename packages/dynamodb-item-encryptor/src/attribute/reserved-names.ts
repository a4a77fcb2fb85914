export const headerName = 'aws_dbe_head';
export const footerName = 'aws_dbe_foot';

/** Attributes that the format keeps for itself: header, footer, and the beacons of other implementations. */
export const reservedPrefix = 'aws_dbe_';

/** Names that clash with keys of the encryption context. */
export const reservedContextPrefix = 'aws-crypto-';

/** The marks of the format before this one (DynamoDB Encryption Client), which must not pass for plaintext. */
export const legacyNames = ['*amzn-ddb-map-desc*', '*amzn-ddb-map-sig*'] as const;
