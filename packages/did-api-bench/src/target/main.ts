// The DID server as a process of its own.
import { runTarget } from '@benchwright/load-driver/target';
import { startDidTarget } from './start-did-server.js';

runTarget('did', startDidTarget);
