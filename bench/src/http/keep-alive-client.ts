import { Agent, request } from 'node:http';

export type KeepAliveClient = {
  /** Posts a body; throws unless the answer is a 200 that holds `expected`. */
  readonly post: (path: string, body: string, expected: string) => Promise<void>;
  readonly close: () => void;
};

/** Connections at most; as many as a rate of 1,000/s needs while an answer takes a quarter of a second. */
const connectionsMax = 256;

/** The lightest client at hand: it shares two cores with the server that it loads. */
export function keepAliveClient(url: string, key: string): KeepAliveClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsMax });
  const { hostname, port } = new URL(url);
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return {
    post: (path, body, expected) =>
      new Promise((answered, failed) => {
        const length = { 'content-length': Buffer.byteLength(body) };
        const sent = request(
          { agent, hostname, port, path, method: 'POST', headers: { ...headers, ...length } },
          (response) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (chunk: string) => {
              text += chunk;
            });
            response.on('error', failed);
            response.on('end', () => {
              if (response.statusCode === 200 && text.includes(expected)) answered();
              else failed(new Error(`${path} answered ${response.statusCode}: ${text}`));
            });
          },
        );
        sent.on('error', failed);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
