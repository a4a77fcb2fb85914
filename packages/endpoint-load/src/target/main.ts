// The responder as a process of its own.
import { runTarget } from '@benchwright/load-driver/target';
import { startResponder } from './responder.js';

runTarget('http', () => startResponder());
