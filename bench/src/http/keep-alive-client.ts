import { Agent, type RequestOptions, request } from 'node:http';

export type KeepAliveClient = {
  /** Reads; throws unless the answer is a 200 that holds `expected`. */
  readonly get: (path: string, expected: string) => Promise<void>;
  /** Posts a body; throws unless the answer is a 200 that holds `expected`. */
  readonly post: (
    path: string,
    body: string,
    expected: string,
    more?: Readonly<Record<string, string>>,
  ) => Promise<void>;
  readonly close: () => void;
};

/** Connections at most; as many as a rate of 1,000/s needs while an answer takes a quarter of a second. */
const connectionsMax = 256;

/** The lightest client at hand: it shares two cores with the server that it loads. */
export function keepAliveClient(url: string, key: string): KeepAliveClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsMax });
  const { hostname, port } = new URL(url);
  const authorization = `Bearer ${key}`;
  const send = (call: RequestOptions, body: string, expected: string) =>
    new Promise<void>((answered, failed) => {
      const sent = request({ agent, hostname, port, ...call }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', failed);
        response.on('end', () => {
          if (response.statusCode === 200 && text.includes(expected)) answered();
          else failed(new Error(`${call.path} answered ${response.statusCode}: ${text}`));
        });
      });
      sent.on('error', failed);
      sent.end(body);
    });
  return {
    get: (path, expected) =>
      send({ path, method: 'GET', headers: { authorization } }, '', expected),
    post: (path, body, expected, more = {}) => {
      const headers = {
        ...more,
        authorization,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      return send({ path, method: 'POST', headers }, body, expected);
    },
    close: () => agent.destroy(),
  };
}
