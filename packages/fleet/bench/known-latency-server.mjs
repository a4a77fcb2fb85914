// A target whose answers take known times: of every 200 requests 110 take 100 ms, 76 take 200 ms, 11 take 400 ms and 3 take 800 ms, in an order
// that is the same in each cycle. It waits the last milliseconds turn by turn, so that an answer leaves within some 20 µs of when it should.
// Prints its port. Arguments: the address to listen on.
import { createServer } from 'node:http';

const SHARES = [
  [110, 100],
  [76, 200],
  [11, 400],
  [3, 800],
];
const TIMER_MS = 2;
const STEP = 77;

const cycle = SHARES.flatMap(([count, ms]) => Array(count).fill(ms));
let n = 0;
/** Answers that are not due yet. */
const waiting = new Set();
let isTurning = false;

function turn() {
  const now = performance.now();
  for (const answer of waiting) {
    if (answer.dueMs > now) continue;
    waiting.delete(answer);
    answer.response.end('hello');
  }
  isTurning = waiting.size > 0;
  if (isTurning) setImmediate(turn);
}

const server = createServer((_request, response) => {
  const ms = cycle[(n++ * STEP) % cycle.length];
  const dueMs = performance.now() + ms;
  setTimeout(() => {
    waiting.add({ dueMs, response });
    if (isTurning) return;
    isTurning = true;
    turn();
  }, ms - TIMER_MS);
});
server.listen(0, process.argv[2] ?? '127.0.0.1', () => console.log(server.address().port));
