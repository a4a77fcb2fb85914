/** Coordinates and angles beyond this are no fingerprint. */
const FAR = 100_000;
const MAX_FINGERS = 10;
const MAX_MINUTIAE = 256;
/** Requests in one batch. */
const MAX_BATCH = 100;

const minutia = {
  type: 'array',
  items: { type: 'number', minimum: -FAR, maximum: FAR },
  minItems: 3,
  maxItems: 3,
} as const;

const finger = {
  type: 'object',
  required: ['finger_id', 'minutiae'],
  properties: {
    finger_id: { type: 'string', minLength: 1, maxLength: 64 },
    minutiae: { type: 'array', items: minutia, minItems: 1, maxItems: MAX_MINUTIAE },
  },
} as const;

const walletAddress = { type: 'string', minLength: 1, maxLength: 200 } as const;

// No minimum of fingers here: an enrolment without any is answered by its own status, 400.
const fingers = { type: 'array', items: finger, maxItems: MAX_FINGERS } as const;

/** POST /api/biometric/generate. */
export const generateBody = {
  type: 'object',
  required: ['fingers', 'wallet_address'],
  properties: {
    fingers,
    wallet_address: walletAddress,
    storage: { enum: ['inline', 'external'] },
    format: { enum: ['json'] },
  },
} as const;

const helper = {
  type: 'object',
  required: ['finger_id', 'salt_b64', 'auth_b64'],
  properties: {
    finger_id: { type: 'string' },
    salt_b64: { type: 'string', maxLength: 256 },
    auth_b64: { type: 'string', maxLength: 4096 },
    grid_size: { type: 'number', default: 0.05 },
    angle_bins: { type: 'integer', default: 32 },
  },
} as const;

/** POST /api/biometric/verify. */
export const verifyBody = {
  type: 'object',
  required: ['fingers', 'helpers', 'expected_id_hash'],
  properties: {
    fingers,
    helpers: { type: 'object', additionalProperties: helper, maxProperties: MAX_FINGERS },
    expected_id_hash: { type: 'string', minLength: 1, maxLength: 128 },
  },
} as const;

/** POST /api/biometric/verify/batch. */
export const verifyBatchBody = {
  type: 'object',
  required: ['requests'],
  properties: { requests: { type: 'array', items: verifyBody, minItems: 1, maxItems: MAX_BATCH } },
} as const;

/** POST /api/v1/did/enroll and /api/v1/did/verify, the bodies of the guide. */
export const hashBody = {
  type: 'object',
  required: ['wallet_address', 'biometric_hash', 'timestamp'],
  properties: {
    wallet_address: walletAddress,
    biometric_hash: { type: 'string', minLength: 1, maxLength: 256 },
    timestamp: { type: 'number', minimum: 0 },
  },
} as const;

/** POST /auth/token. */
export const tokenBody = {
  type: 'object',
  required: ['api_key'],
  properties: { api_key: { type: 'string', minLength: 1, maxLength: 1024 } },
} as const;

const nullableText = { type: ['string', 'null'] } as const;
const texts = { type: 'array', items: { type: 'string' } } as const;

/** Compiled into a serialiser, which writes the most frequent answer in half the time of JSON.stringify. */
export const verifyAnswer = {
  type: 'object',
  properties: {
    success: { type: 'boolean' },
    matched_fingers: texts,
    unmatched_fingers: texts,
    error: nullableText,
  },
} as const;

/** GET /health. */
export const healthAnswer = {
  type: 'object',
  properties: {
    status: { type: 'string' },
    service: { type: 'string' },
    version: { type: 'string' },
    store: { type: 'string' },
  },
} as const;
