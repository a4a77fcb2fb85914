// Preloaded with --import: says at the end how much memory the process had at most.
process.on('exit', () => {
  process.stderr.write(`peak RSS ${process.resourceUsage().maxRSS * 1024} bytes\n`);
});
