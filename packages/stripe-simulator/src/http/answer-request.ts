import type { KeyRecord } from '../world/records.ts';
import { noRequest, type World } from '../world/world.ts';
import { ApiError, ParameterError } from './api-error.ts';
import { expand, type Includables } from './expand.ts';
import type { Form } from './form.ts';
import { keepAnswer } from './idempotency.ts';
import type { Route } from './route.ts';

export type Answer = NonNullable<KeyRecord['answer']>;

export type Asked = {
  readonly route: Route;
  readonly form: Form;
  readonly id: string;
  readonly path: string;
  readonly requestId: string;
  readonly key: string | null;
};

/** Does what a request asks for and says what to answer, at once: nothing comes between. */
export function answerRequest(
  world: World,
  includables: Includables,
  asked: Asked,
  onFault: (error: unknown) => void,
): Answer {
  world.request = { id: asked.requestId, idempotency_key: asked.key };
  try {
    const { expand: paths, ...form } = asked.form;
    const body = asked.route.run(form, { world, id: asked.id, path: asked.path });
    const answer = { status: 200, body: expand(world, includables, body, pathsOf(paths)) };
    if (asked.key !== null) keepAnswer(world, asked.key, answer);
    return answer;
  } catch (error) {
    const answer = refusalOf(error, onFault);
    const isKept = !(error instanceof ParameterError);
    if (asked.key !== null) keepAnswer(world, asked.key, isKept ? answer : null);
    return answer;
  } finally {
    world.request = noRequest;
  }
}

/** Any error as Stripe words it; a fault of the simulator's own is told apart by its message. */
export function refusalOf(error: unknown, onFault: (error: unknown) => void): Answer {
  if (error instanceof ApiError) return { status: error.status, body: { error: error.body } };
  onFault(error);
  const message = `The simulator failed: ${error instanceof Error ? error.message : String(error)}`;
  return { status: 500, body: { error: { type: 'api_error', message } } };
}

function pathsOf(paths: unknown): readonly string[] {
  if (paths === undefined) return [];
  const all = Array.isArray(paths) ? paths : [paths];
  return all.filter((path) => typeof path === 'string');
}
