import { noTracer, type Tracer } from './tracer.js';

/**
 * A tracer as the variables of OpenTelemetry ask for it: one that exports over OTLP/HTTP when OTEL_EXPORTER_OTLP_ENDPOINT or
 * OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is set, else one that does nothing. OTEL_SDK_DISABLED=true and OTEL_TRACES_EXPORTER=none
 * turn it off. The SDK is loaded only when it is used.
 */
export async function createTracer(env: Readonly<Record<string, string | undefined>>): Promise<Tracer> {
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const off = env.OTEL_SDK_DISABLED === 'true' || env.OTEL_TRACES_EXPORTER === 'none';
  if (endpoint === undefined || endpoint === '' || off) return noTracer;
  const { createOpenTelemetryTracer } = await import('./open-telemetry.js');
  return createOpenTelemetryTracer();
}
