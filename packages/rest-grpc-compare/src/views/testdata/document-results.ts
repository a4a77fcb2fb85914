import type { ComparisonInput, TestMetadata } from '../../comparison-input.js';
import type { MetricResult } from '../../metric-result.js';

export const documentMetadata: TestMetadata = {
  timestamp: '2024-01-15T14:30:00Z',
  requests_per_protocol: 1000,
  user_id_range: '1-10000',
  rest_url: 'http://localhost:8080',
  grpc_url: 'localhost:9090',
};

/** The REST side of the original document's example, as its JSON has it. */
export const documentRest: MetricResult = {
  protocol: 'REST',
  total_requests: 1000,
  successful_requests: 985,
  failed_requests: 15,
  success_rate: 98.5,
  avg_response_time: 12.34,
  min_response_time: 5.2,
  max_response_time: 150.3,
  median_response_time: 10.5,
  p95_response_time: 25.8,
  p99_response_time: 35.2,
  stddev_response_time: 8.45,
  avg_payload_size: 245,
  total_bytes_transferred: 241325,
  throughput: 487.2,
  data_transfer_rate: 117500,
  network_efficiency: 19.86,
  total_duration: 2.022,
  errors: { 'Connection Timeout': 10, 'HTTP 500': 5 },
};

/** The gRPC side, from the document's console text (its JSON leaves it out). */
export const documentGrpc: MetricResult = {
  protocol: 'gRPC',
  total_requests: 1000,
  successful_requests: 992,
  failed_requests: 8,
  success_rate: 99.2,
  avg_response_time: 15.67,
  min_response_time: 6.8,
  max_response_time: 180.5,
  median_response_time: 13.2,
  p95_response_time: 30.1,
  p99_response_time: 42.5,
  stddev_response_time: 10.22,
  avg_payload_size: 180,
  total_bytes_transferred: 178560,
  throughput: 398.4,
  data_transfer_rate: 71100,
  network_efficiency: 11.48,
  total_duration: 2.49,
  errors: { UNAVAILABLE: 5, DEADLINE_EXCEEDED: 3 },
};

/**
 * The document's +72.9 % for network efficiency does not follow from its rounded 19.86 and 11.48 (that is 73.0), nor its
 * 11.48 from its rounded 15.67 ms (180 / 15.67 is 11.49). It follows from averages that round to the ones shown:
 * 12.337 ms and 15.674 ms give 19.859 and 11.484 bytes/ms, and 72.9 %.
 */
export const documentInput: ComparisonInput = {
  metadata: documentMetadata,
  rest: { ...documentRest, avg_response_time: 12.337, network_efficiency: 245 / 12.337 },
  grpc: { ...documentGrpc, avg_response_time: 15.674, network_efficiency: 180 / 15.674 },
  // The document's third note says that its gRPC server stood behind Envoy.
  proxies: { gRPC: 'Envoy' },
};
