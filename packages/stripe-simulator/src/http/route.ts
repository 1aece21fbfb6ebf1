import { z } from 'zod';
import type { World } from '../world/world.ts';
import { type Form, readForm } from './form.ts';

export type Call = {
  readonly world: World;
  /** The id in the address; empty where it has none. */
  readonly id: string;
  /** The address without its query, as lists repeat it. */
  readonly path: string;
};

/** One of Stripe's methods: where it is, and what it does, at once and whole. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly run: (form: Form, call: Call) => object;
};

type Handler<Shape extends z.ZodRawShape> = (
  input: z.output<z.ZodObject<Shape>>,
  call: Call,
) => object;

export function get<Shape extends z.ZodRawShape>(
  path: string,
  shape: Shape,
  handle: Handler<Shape>,
): Route {
  return route('GET', path, shape, handle);
}

export function post<Shape extends z.ZodRawShape>(
  path: string,
  shape: Shape,
  handle: Handler<Shape>,
): Route {
  return route('POST', path, shape, handle);
}

export function remove<Shape extends z.ZodRawShape>(
  path: string,
  shape: Shape,
  handle: Handler<Shape>,
): Route {
  return route('DELETE', path, shape, handle);
}

function route<Shape extends z.ZodRawShape>(
  method: Route['method'],
  path: string,
  shape: Shape,
  handle: Handler<Shape>,
): Route {
  const form = z.strictObject(shape);
  return {
    method,
    path,
    run: (input, call) => handle(readForm(form, input) as z.output<z.ZodObject<Shape>>, call),
  };
}
