// Runs the built suite once with the config given as JSON and prints one of its views: for looking at figures at work.
//   node bench/run-once.mjs '{"requests": 2000}' console
import { restGrpcViews } from '../dist/index.js';
import { measureOnce } from './measure-once.mjs';

const [configText = '{}', viewId = 'console'] = process.argv.slice(2);
const result = await measureOnce(JSON.parse(configText));
process.stdout.write(restGrpcViews.find(({ id }) => id === viewId).render(result));
