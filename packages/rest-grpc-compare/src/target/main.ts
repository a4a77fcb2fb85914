// The users servers as a process of their own.
import { runTarget } from '@benchwright/load-driver/target';
import { parseTargetFlags } from './flags.js';
import { startUsersServers } from './users-target.js';

runTarget('users', async (args) => startUsersServers(parseTargetFlags(args)));
