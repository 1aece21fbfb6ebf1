import { startEmbeddedPostgres } from '../src/embedded-postgres.ts';

// Starts a server and waits to be killed, as a `start` that meets `kill -9`.
const { pid, url } = await startEmbeddedPostgres({
  dataDir: process.argv[2] ?? '',
  durable: false,
});
process.stdout.write(`${JSON.stringify({ pid, url })}\n`);
setInterval(() => {}, 60_000);
