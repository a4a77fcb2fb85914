// One invocation of the deployed file in a fresh process. Prints what the process held before and at most, and what the handler measured.
const { handler } = await import('../dist/lambda/handler.mjs');
const rssBytes = () => process.resourceUsage().maxRSS * 1024;
const loadedBytes = rssBytes();
// The handler's own line goes to stdout: this one, the last, is the parent's.
const { latency_ms, multipart_parts, cpu_ms } = await handler(
  {},
  { awsRequestId: 'bench', functionName: 'bench' },
);
console.log(JSON.stringify({ loadedBytes, peakBytes: rssBytes(), latency_ms, multipart_parts, cpu_ms }));
