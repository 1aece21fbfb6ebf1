import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { refusalOf } from '../http/answer-request.ts';
import { ApiError, invalidRequest } from '../http/api-error.ts';
import { refuseForeign } from '../page/guard.ts';
import { dumpTables } from '../world/tables.ts';
import type { World } from '../world/world.ts';
import { commands } from './commands.ts';
import type { Control } from './control.ts';

/** The control functions for whoever is another process. */
export function registerCommands(
  server: FastifyInstance,
  deps: {
    readonly world: World;
    readonly control: Control;
    readonly onFault: (error: unknown) => void;
  },
): void {
  const answering =
    (work: (request: FastifyRequest) => unknown) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      try {
        refuseForeign(request);
        return reply.send((await work(request)) ?? {});
      } catch (error) {
        const { status, body } = refusalOf(inWords(error), deps.onFault);
        return reply.code(status).send(body);
      }
    };
  server.get(
    '/_simulator/state',
    answering(() => stateOf(deps.world)),
  );
  server.post(
    '/_simulator/:name',
    answering((request) => runCommand(deps.control, request)),
  );
}

/** Everything but what signs webhooks and what was answered under keys. */
function stateOf({ tables }: World): object {
  const { endpointSecrets: _secrets, keys: _keys, ...shown } = dumpTables(tables);
  return shown;
}

function runCommand(control: Control, { params, body, headers }: FastifyRequest): unknown {
  const name = typeof params === 'object' && params !== null ? Reflect.get(params, 'name') : '';
  const command = commands[String(name)];
  if (command === undefined) throw invalidRequest('There is no such command.', { status: 404 });
  return command(control, inputOf(body, headers));
}

/** A form of another site cannot send this type without asking first. */
function inputOf(body: unknown, headers: IncomingHttpHeaders): unknown {
  if (headers['content-type']?.split(';')[0] !== 'application/json') {
    throw invalidRequest('Commands are JSON: send content-type application/json.', { status: 415 });
  }
  try {
    return JSON.parse(typeof body === 'string' && body !== '' ? body : '{}');
  } catch {
    throw invalidRequest('The body is not JSON.');
  }
}

function inWords(error: unknown): unknown {
  if (!(error instanceof ZodError) || error instanceof ApiError) return error;
  return invalidRequest(
    error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join(' '),
  );
}
