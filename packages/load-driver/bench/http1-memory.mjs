// Memory of the HTTP/1.1 transport over 10 million requests, beside that of 100 thousand. Exit 1 when it has grown by more than a tenth.
//   node bench/http1-memory.mjs [--url URL | --target-cmd 'program {port}'] [--requests 10000000] [--pipelining 10]
//     [--connections 50] [--rounds 3] [--through transport|driver] [--dist DIR]
import { parseArgs } from 'node:util';
import { ours } from './http1-generators.mjs';
import { compareMemory } from './memory-growth.mjs';
import { startCommand, startNginx } from './targets.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    'target-cmd': { type: 'string' },
    requests: { type: 'string', default: '10000000' },
    pipelining: { type: 'string', default: '10' },
    connections: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '3' },
    through: { type: 'string', default: 'transport' },
    dist: { type: 'string' },
  },
});
const target = values.url
  ? { url: values.url, stop: async () => {} }
  : values['target-cmd']
    ? await startCommand(values['target-cmd'])
    : await startNginx(109);
const setting = {
  url: target.url,
  pipelining: Number(values.pipelining),
  connections: Number(values.connections),
};
await compareMemory(ours, target, setting, values);
