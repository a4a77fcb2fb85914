// The embedded DynamoDB as a process of its own.
import { runTarget } from '@benchwright/load-driver/target';
import { startDynamoDb } from './dynamodb-server.js';

runTarget('dynamodb', () => startDynamoDb());
