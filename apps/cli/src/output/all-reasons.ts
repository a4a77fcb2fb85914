import { REASONS, type ReasonExplanation } from '@benchwright/load-driver';

/** Every reason that a verdict can have: those of the rules that all suites share, then those of single suites, which are loaded for it. */
export async function allReasons(): Promise<readonly ReasonExplanation[]> {
  const [{ REST_GRPC_REASONS }, { DBESDK_REASONS }] = await Promise.all([
    import('@benchwright/rest-grpc-compare'),
    import('@benchwright/dbesdk-bench'),
  ]);
  return [...REASONS, ...REST_GRPC_REASONS, ...DBESDK_REASONS];
}
