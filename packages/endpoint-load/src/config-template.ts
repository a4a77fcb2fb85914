import { runTemplate } from './run-template.js';

/** What `benchwright init http` writes, and config/endpoint-load.yaml in the repository: every field with its default. */
export const httpConfigTemplate = `# yaml-language-server: $schema=./schemas/endpoint-load.schema.json
#
# Any HTTP endpoint under load. Every value below is the default; delete what you do not want to change.
#   benchwright http http://localhost:8080/ --config endpoint-load.yaml

# What is measured. Path and query, header values and body may hold fields: {{int 1 10000}}, {{uuid}}, {{seq}}.
# With null a small responder is started on this machine and measured.
url: null

method: GET

# Header lines, such as "Accept: application/json". Host and Content-Length are added, nothing else.
headers: []

# Text, or the name of a file that holds it.
body: null
bodyFile: null

# Send {{…}} as it stands.
literal: false

# File of requests, one JSON object per line: {"method", "path" or "url", "headers", "body", "weight"}; - is stdin.
targets: null

# With pipeline 1, connections is also the most requests under way at once; with HTTP/2, pipeline is the streams of each.
connections: 10
pipeline: 1

# Speak HTTP/2: over TLS by ALPN, else with prior knowledge.
http2: false

# shared (kept open and reused) or per-request (every request makes its own).
connectionPolicy: shared

${runTemplate({
  units: 'Requests',
  timeout: 'How long one request may take before it counts as failed.',
  expectations: `
# Statuses that count as success, such as 2xx or 200,204. Null: 200-399.
expectStatus: null

# Text that every body must contain, or sha256: and the digest it must have. Others count as WRONG_ANSWER.
expectBody: null
`,
  secured: 'https URLs',
})}`;
