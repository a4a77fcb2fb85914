// A server in a process of its own: what is measured, or a node:http server that discards the same bytes (having hashed
// them, if so asked). Options as one JSON argument; prints its port.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createS3Server } from '../dist/index.js';
import { credentials } from './signed-request.mjs';

const { discard, ...options } = JSON.parse(process.argv[2]);

if (discard) {
  const server = createServer((request, response) => {
    const hash = discard === 'sha256' ? createHash('sha256') : undefined;
    request.on('data', (data) => hash?.update(data));
    request.on('end', () => {
      hash?.digest('hex');
      response.writeHead(200, { 'Content-Length': 0 }).end();
    });
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
} else {
  const server = await createS3Server({ ...options, credentials, buckets: ['bucket'] });
  console.log(server.port);
}
process.on('SIGTERM', () => process.exit(0));
