import type { FastifyInstance } from 'fastify';

/** Between two looks at what is still under way while the server closes. */
const lookEveryMs = 50;
/** So many looks in a row that find nothing under way: a request may be on its way on a connection that is open. */
const quietLooks = 4;
/** Longer than this nobody is waited for. */
const closeMsMax = 10_000;

/**
 * Ends all connections once nothing is under way, and after ten seconds whatever is. Node waits for those that never sent
 * a request, as browsers open them in advance, for more than a minute.
 */
export function endConnectionsOnClose(server: FastifyInstance): void {
  let underWay = 0;
  server.addHook('onRequest', (_request, _reply, done) => {
    underWay += 1;
    done();
  });
  server.addHook('onResponse', (_request, _reply, done) => {
    underWay -= 1;
    done();
  });
  server.addHook('preClose', (done) => {
    let looks = 0;
    let quiet = 0;
    const looking = setInterval(() => {
      looks += 1;
      quiet = underWay > 0 ? 0 : quiet + 1;
      if (quiet < quietLooks && looks * lookEveryMs < closeMsMax) return;
      clearInterval(looking);
      server.server.closeAllConnections();
    }, lookEveryMs).unref();
    done();
  });
}
