import type { Registry, SuiteEntry } from '../registry/registry.js';
import type { CommandSpec, GroupSpec } from '../spec/command-spec.js';
import { abCommand } from './ab.js';
import { agentCommand } from './agent.js';
import { compareCommand } from './compare.js';
import { completionsCommand } from './completions.js';
import { dbesdkCommand } from './dbesdk.js';
import { didCommands, didGroups } from './did.js';
import { didOptimizeCommand } from './did-optimize.js';
import { doctorCommand } from './doctor.js';
import { fleetCommands, fleetGroup } from './fleet.js';
import { gateCommand } from './gate.js';
import { grpcCommand } from './grpc.js';
import { historyCommands, historyGroup } from './history.js';
import { httpCommand } from './http.js';
import { initCommand } from './init.js';
import { reportCommand } from './report.js';
import { restGrpcCommand } from './rest-grpc.js';
import { restGrpcMatrixCommand } from './rest-grpc-matrix.js';
import { restGrpcSerializationCommand } from './rest-grpc-serialization.js';
import { runCommand } from './run.js';
import { s3Commands, s3Groups } from './s3.js';
import { targetCommand, targetGroups } from './targets.js';
import { wefCommands, wefGroups } from './wef.js';

/** Suites that have a command of their own, with the original's flags. */
const SHORT_COMMANDS = new Map<string, (entry: SuiteEntry) => CommandSpec | CommandSpec[]>([
  ['rest-grpc', restGrpcCommand],
  ['rest-grpc-matrix', restGrpcMatrixCommand],
  ['rest-grpc-serialization', restGrpcSerializationCommand],
  ['dbesdk', dbesdkCommand],
  ['s3-ingest', s3Commands],
  ['did', didCommands],
  ['wef', wefCommands],
  ['did-optimize', didOptimizeCommand],
  ['http', httpCommand],
  ['grpc', grpcCommand],
]);

/** Every command there is with these suites and targets, in the order of the help. */
export function allCommands(registry: Registry): CommandSpec[] {
  return [
    runCommand(registry),
    ...registry.suites.flatMap((entry) => SHORT_COMMANDS.get(entry.id)?.(entry) ?? []),
    reportCommand,
    compareCommand,
    abCommand(registry),
    gateCommand,
    ...historyCommands,
    agentCommand,
    ...fleetCommands,
    ...registry.targets.map(targetCommand),
    initCommand(registry),
    doctorCommand,
    completionsCommand,
  ];
}

export const allGroups: readonly GroupSpec[] = [
  ...s3Groups,
  ...didGroups,
  ...wefGroups,
  historyGroup,
  fleetGroup,
  ...targetGroups,
];
