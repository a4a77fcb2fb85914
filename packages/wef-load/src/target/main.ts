// The collector as a process of its own.
import { runTarget } from '@benchwright/load-driver/target';
import { announced } from './announce.js';
import { startWefCollector } from './collector.js';
import { readFlags } from './config/flags.js';

runTarget('wef', async (args) => announced(await startWefCollector(await readFlags(args))));
