import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import type { Control } from '../control/control.ts';
import { ApiError } from '../http/api-error.ts';
import { decodeForm, type Form } from '../http/form.ts';
import type { World } from '../world/world.ts';
import { actions } from './actions.ts';
import { refuseForeign } from './guard.ts';
import { hostedForms } from './hosted-forms.ts';
import { noticePage } from './hosted-pages.ts';
import { pageHeaders } from './layout.ts';
import { overviewPage } from './overview.ts';

/** The simulator's own pages: what it knows, buttons that change it, and the pages that customers see. */
export function registerPages(
  server: FastifyInstance,
  deps: { readonly world: World; readonly control: Control },
): void {
  const { world, control } = deps;
  server.get('/', (request, reply) => answer(request, reply, () => overviewPage(world, control)));
  server.post<{ Params: { name: string } }>('/actions/:name', (request, reply) =>
    answer(request, reply, async () => {
      const action = actions[request.params.name];
      if (action === undefined) return noticePage('There is no such button', '');
      await action(control, formOf(request));
      return { goTo: '/' };
    }),
  );
  for (const { path, show, submit } of hostedForms(world, control)) {
    server.get<{ Params: { id: string } }>(path, (request, reply) =>
      answer(request, reply, () => show(request.params.id, null)),
    );
    server.post<{ Params: { id: string } }>(path, (request, reply) =>
      answer(request, reply, () => {
        const { id } = request.params;
        try {
          return submit(id, formOf(request));
        } catch (error) {
          // A decline belongs on the page of what is to be paid.
          if (error instanceof ApiError && error.status === 402) return show(id, error.message);
          throw error;
        }
      }),
    );
  }
}

/** A page, or where to go next. */
export type Outcome = string | { readonly goTo: string };

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Outcome | Promise<Outcome>,
): Promise<FastifyReply> {
  reply.headers(pageHeaders);
  try {
    refuseForeign(request);
    const outcome = await work();
    return typeof outcome === 'string' ? reply.send(outcome) : reply.redirect(outcome.goTo, 303);
  } catch (error) {
    if (error instanceof ApiError) {
      return reply.code(error.status).send(noticePage('That does not go', error.message));
    }
    if (error instanceof ZodError) {
      const said = error.issues.map(({ message }) => message).join(' ');
      return reply.code(400).send(noticePage('That does not go', said));
    }
    throw error;
  }
}

function formOf({ body }: FastifyRequest): Form {
  return decodeForm(typeof body === 'string' ? body : '');
}
