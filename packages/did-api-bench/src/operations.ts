/** The two families of URLs that DID APIs are served under. */
export const FAMILIES = ['biometric', 'guide'] as const;
export type Family = (typeof FAMILIES)[number];

/** What is measured one request at a time. */
export const REQUEST_OPERATIONS = ['health', 'verify', 'enroll', 'generate'] as const;
export type RequestOperation = (typeof REQUEST_OPERATIONS)[number];

/** Everything that can be measured: `journey` enrols and then verifies with what came back, as one operation. */
export const OPERATIONS = [...REQUEST_OPERATIONS, 'journey'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What a cell measures: an operation, a weighted mix of them, or the requests of a file. */
export type CellOperation = Operation | 'mix' | 'requests';

/** Every value that the factor `operation` can have. */
export const CELL_OPERATIONS: readonly CellOperation[] = [...OPERATIONS, 'mix', 'requests'];

/** What people call them. */
export const OPERATION_TITLES: Readonly<Record<CellOperation, string>> = {
  health: 'Health check',
  verify: 'Verification',
  enroll: 'Enrollment',
  generate: 'DID generation',
  journey: 'Enrol, then verify',
  mix: 'Mix',
  requests: 'Requests of a file',
};

const PATHS: Readonly<Record<Family, Readonly<Record<RequestOperation, string>>>> = {
  biometric: {
    health: '/health',
    verify: '/api/biometric/verify',
    enroll: '/api/biometric/generate',
    generate: '/api/biometric/generate',
  },
  guide: {
    health: '/health',
    verify: '/api/v1/did/verify',
    enroll: '/api/v1/did/enroll',
    // The guide has a target for DID generation but no address of its own for it.
    generate: '/api/biometric/generate',
  },
};

/** Where a request of an operation goes. Pure. */
export function pathOf(family: Family, operation: RequestOperation): string {
  return PATHS[family][operation];
}
