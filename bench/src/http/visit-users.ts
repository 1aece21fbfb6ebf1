import { keepAliveClient } from './keep-alive-client.ts';
import { admissionBody, users } from './turn-server.ts';

const callers = 64;

/**
 * Checks once for every user, so that rules and counters hold all of them. What is measured
 * afterwards is a server that has been running, not one that meets its users.
 */
export async function visitUsers(server: {
  readonly url: string;
  readonly key: string;
}): Promise<void> {
  const client = keepAliveClient(server.url, server.key);
  let next = 0;
  const caller = async () => {
    while (next < users) {
      next += 1;
      await client.post('/api/v1/turns:check', admissionBody(`visit-${next}`, next), '"admitted"');
    }
  };
  try {
    await Promise.all(Array.from({ length: callers }, caller));
  } finally {
    client.close();
  }
}
