// Memory of the gRPC transport over 10 million calls, beside that of 100 thousand. Exit 1 when it has grown by more than a tenth.
//   node bench/grpc-memory.mjs (--target-cmd 'program {port} …' | --address HOST:PORT) [--requests 10000000]
//     [--connections 1] [--streams 50] [--rounds 3] [--through transport|driver] [--dist DIR]
import { parseArgs } from 'node:util';
import { ours } from './grpc-generators.mjs';
import { compareMemory } from './memory-growth.mjs';
import { startCommand } from './targets.mjs';

const { values } = parseArgs({
  options: {
    address: { type: 'string' },
    'target-cmd': { type: 'string' },
    requests: { type: 'string', default: '10000000' },
    connections: { type: 'string', default: '1' },
    streams: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '3' },
    through: { type: 'string', default: 'transport' },
    dist: { type: 'string' },
  },
});
if (!values.address && !values['target-cmd']) throw new Error('needs --target-cmd or --address');
const target = values.address
  ? { url: `http://${values.address}`, stop: async () => {} }
  : await startCommand(values['target-cmd']);
const setting = {
  address: new URL(target.url).host,
  connections: Number(values.connections),
  streams: Number(values.streams),
};
await compareMemory(ours, target, setting, values);
