import * as z from 'zod/mini';

/**
 * Search parameters come from links that people edit, so a value that makes no sense counts as
 * absent: a link never leads to an error page.
 */
export function textParam(max = 200) {
  // A number in a link (`?q=42`) arrives parsed; an id may well be one.
  const text = z.union([z.string(), z.pipe(z.number(), z.transform(String))]);
  const bounded = z.pipe(text, z.string().check(z.minLength(1), z.maxLength(max)));
  return z.catch(z.optional(bounded), undefined);
}

export function choiceParam<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.catch(z.optional(z.enum(values)), undefined);
}

/** An instant in RFC 3339, as a date picker leaves it in the link. */
export function instantParam() {
  return z.catch(z.optional(z.iso.datetime()), undefined);
}

/** Turns a shape into what the router calls: unknown parameters are dropped, no input throws. */
export function searchReader<Shape extends z.ZodMiniObject>(
  shape: Shape,
): (search: Record<string, unknown>) => z.output<Shape> {
  return (search) => shape.parse(search);
}
