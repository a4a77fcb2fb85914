// The collector as a process of its own.
import { growYoungGeneration } from '@benchwright/load-driver';
import { runTarget } from '@benchwright/load-driver/target';
import { announced } from './announce.js';
import { startWefCollector } from './collector.js';
import { readFlags } from './config/flags.js';

// The text of a batch is read and forgotten a hundred times a second.
growYoungGeneration();
runTarget('wef', async (args) => announced(await startWefCollector(await readFlags(args))));
