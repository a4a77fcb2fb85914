import { createRequire } from 'node:module';

interface DataPoint {
  readonly count?: number;
  readonly zeroCount?: number;
  readonly asDouble?: number;
  readonly positive?: { readonly bucketCounts: readonly number[] };
}

interface OtlpMetric {
  readonly name: string;
  readonly unit?: string;
  readonly gauge?: { readonly dataPoints: readonly DataPoint[] };
  readonly exponentialHistogram?: { readonly dataPoints: readonly DataPoint[] };
}

interface OtlpRequest {
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics?: readonly { readonly metrics?: readonly OtlpMetric[] }[];
  }[];
}

interface RequestType {
  fromObject(json: object): object;
  encode(message: object): { finish(): Uint8Array };
  decode(wire: Uint8Array): object;
  toObject(message: object, options: object): OtlpRequest;
}

interface Generated {
  readonly opentelemetry: {
    readonly proto: {
      readonly collector: {
        readonly metrics: { readonly v1: { readonly ExportMetricsServiceRequest: RequestType } };
      };
    };
  };
}

const require = createRequire(import.meta.url);
const generated: Generated = require('@opentelemetry/otlp-transformer/build/src/generated/root.js');

/** The class of an OTLP metrics request that OpenTelemetry generated from its .proto files. */
export const OtlpMetricsRequest =
  generated.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;

/** The request as a collector has it: JSON read by that class, through the protobuf wire form and back. */
export function receivedMetrics(json: string): readonly OtlpMetric[] {
  const message = OtlpMetricsRequest.fromObject(JSON.parse(json) as object);
  const wire = OtlpMetricsRequest.encode(message).finish();
  const request = OtlpMetricsRequest.toObject(OtlpMetricsRequest.decode(wire), {
    longs: Number,
    defaults: false,
  });
  return request.resourceMetrics?.[0]?.scopeMetrics?.[0]?.metrics ?? [];
}
