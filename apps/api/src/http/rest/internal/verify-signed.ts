import { Readable } from 'node:stream';
import type { DataPlaneCall } from '@purser/schema/contract/data-plane';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SignedCalls } from '../../auth/signed-calls.ts';
import { bodyBytesMax } from '../../http-options.ts';
import { RefusalError } from '../../problems/refusal-error.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The data plane that signed the call; null on every other route. */
    dataplaneId: string | null;
  }
}

/**
 * Checks the signature of every call of this scope over the bytes of its body, before anything reads
 * them: what is not signed is not even parsed (rule D1).
 */
export function verifySigned(server: FastifyInstance, signedCalls: SignedCalls): void {
  server.decorateRequest('dataplaneId', null);
  server.addHook('preParsing', async (request, _reply, payload) => {
    const body = await readAll(payload);
    request.dataplaneId = await signedCalls.verify({
      method: request.method,
      url: request.raw.url ?? '',
      headers: request.headers,
      body,
    });
    return Readable.from(body.length === 0 ? [] : [body], { objectMode: false });
  });
}

/** Who calls. */
export function callOf(request: FastifyRequest): DataPlaneCall {
  if (request.dataplaneId === null) throw new Error('An unsigned route asked for its data plane.');
  return { dataplaneId: request.dataplaneId, requestId: request.id };
}

async function readAll(payload: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > bodyBytesMax) {
      throw new RefusalError('payload_too_large', 'The body is larger than this route accepts.');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
