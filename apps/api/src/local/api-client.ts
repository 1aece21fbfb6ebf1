import { Agent, request } from 'node:http';
import { request as requestTls, Agent as TlsAgent } from 'node:https';
import { LocalError } from './local-error.ts';

export type ApiAnswer = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
};

export type ApiClient = {
  /** Throws a LocalError when the server cannot be reached; any answer is returned. */
  readonly send: (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;
  readonly close: () => void;
};

/** Above this many at once a machine's default limit of open files is near. */
const connectionsMax = 256;

/** A client of one server, over connections that stay open; the token is asked for at each request. */
export function openApiClient(url: string, token: () => Promise<string>): ApiClient {
  const isTls = url.startsWith('https:');
  const settings = { keepAlive: true, maxSockets: connectionsMax };
  const agent = isTls ? new TlsAgent(settings) : new Agent(settings);
  const send = async (method: string, path: string, body?: unknown) => {
    const bearer = await token();
    return new Promise<ApiAnswer>((resolve, reject) => {
      const content = body === undefined ? undefined : JSON.stringify(body);
      const sent = (isTls ? requestTls : request)(
        `${url}${path}`,
        { method, agent, headers: headersFor(bearer, content) },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            resolve({ status: answer.statusCode ?? 0, body: parse(Buffer.concat(chunks)) });
          });
        },
      );
      sent.on('error', (cause) => {
        reject(new LocalError(`${url} does not answer (${cause.message}).`, { cause }));
      });
      sent.end(content);
    });
  };
  return { send, close: () => agent.destroy() };
}

/** As `send`, but anything other than success ends the command with the server's own sentence. */
export async function sendOrFail(
  client: ApiClient,
  ...[method, path, body]: Parameters<ApiClient['send']>
): Promise<ApiAnswer['body']> {
  const answer = await client.send(method, path, body);
  if (answer.status < 400) return answer.body;
  const said = answer.body.detail ?? answer.body.message ?? 'no reason given';
  throw new LocalError(`${method} ${path} answered ${answer.status}: ${String(said)}`);
}

function headersFor(token: string, content: string | undefined): Record<string, string> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  if (content === undefined) return headers;
  const length = String(Buffer.byteLength(content));
  return { ...headers, 'content-type': 'application/json', 'content-length': length };
}

function parse(content: Buffer): Record<string, unknown> {
  if (content.length === 0) return {};
  try {
    return JSON.parse(content.toString());
  } catch {
    return { message: content.toString() };
  }
}
