/** What can be measured. The first three are the original harnesses' own. */
export const TEST_TYPES = ['throughput', 'memory', 'concurrency', 'encrypt', 'decrypt', 'stages'] as const;
export type TestType = (typeof TEST_TYPES)[number];

/** How several items are under way at once: as promises of one thread, or one on each of several threads. */
export const CONCURRENCY_MODES = ['in-flight', 'threads'] as const;
export type ConcurrencyMode = (typeof CONCURRENCY_MODES)[number];

/** What an item looks like: the original harnesses' own, or after the sample items of the SDK's performance tests. */
export const ITEM_SHAPES = ['harness', 'single', 'flat', 'nested'] as const;
export type ItemShape = (typeof ITEM_SHAPES)[number];

/** What the application hands over and takes back. */
export const ITEM_FORMATS = ['attribute-value', 'native', 'dynamodb-json'] as const;
export type ItemFormat = (typeof ITEM_FORMATS)[number];

/** Algorithm suites of the item format by their numbers: 0x6701 adds an ECDSA P-384 signature to 0x6700. */
export const ALGORITHM_SUITES = ['0x6700', '0x6701'] as const;

/** Whether every item has a primary key of its own, as in a table, or all have the original harnesses' one. */
export const ITEM_KEYS = ['fresh', 'fixed'] as const;
export type ItemKeys = (typeof ITEM_KEYS)[number];
