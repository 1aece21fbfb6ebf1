import qs from 'qs';
import { z } from 'zod';
import { type ApiError, invalidRequest, ParameterError } from './api-error.ts';

/** What a form or a query says, before a route has read it. */
export type Form = { readonly [name: string]: unknown };

/** Decodes Stripe's form encoding: `items[0][price]=…`, `metadata[user_id]=…`, `expand[]=…`. */
export function decodeForm(text: string): Form {
  return qs.parse(text, {
    arrayLimit: 1_000,
    depth: 10,
    parameterLimit: 20_000,
    plainObjects: true,
  });
}

/** Reads a form into what a route takes, and refuses what Stripe would refuse, in its words. */
export function readForm<Shape extends z.ZodType>(shape: Shape, form: Form): z.output<Shape> {
  const parsed = shape.safeParse(form);
  if (parsed.success) return parsed.data;
  const { status, body } = refusal(parsed.error.issues[0], form);
  throw new ParameterError(status, body);
}

function refusal(issue: z.core.$ZodIssue | undefined, form: Form): ApiError {
  if (issue === undefined) return invalidRequest('Invalid request.');
  if (issue.code === 'unrecognized_keys') {
    const param = paramName([...issue.path, issue.keys[0] ?? '']);
    return invalidRequest(`Received unknown parameter: ${param}`, {
      code: 'parameter_unknown',
      param,
    });
  }
  const param = paramName(issue.path);
  const value = valueAt(form, issue.path);
  if (value === undefined) {
    return invalidRequest(`Missing required param: ${param}.`, {
      code: 'parameter_missing',
      param,
    });
  }
  if (issue.message === notAnInteger) {
    return invalidRequest(`Invalid integer: ${String(value)}`, {
      code: 'parameter_invalid_integer',
      param,
    });
  }
  if (value === '') {
    return invalidRequest(`You passed an empty string for '${param}'.`, {
      code: 'parameter_invalid_empty',
      param,
    });
  }
  return invalidRequest(`Invalid ${param}: ${issue.message}`, { param });
}

function paramName(path: readonly PropertyKey[]): string {
  const [first = '', ...rest] = path.map(String);
  return first + rest.map((part) => `[${part}]`).join('');
}

function valueAt(form: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined,
    form,
  );
}

const notAnInteger = 'parameter_invalid_integer';

/** Stripe's amounts end at eight digits of cents. */
export const amountMax = 99_999_999;

export const text = z.string().min(1).max(5_000);
/** Text that an empty string unsets. */
export const clearable = z
  .string()
  .max(5_000)
  .transform((value) => (value === '' ? null : value));
export const integer = z
  .string()
  .regex(/^-?\d{1,15}$/, notAnInteger)
  .transform(Number);
export const amount = integer.pipe(
  z.number().min(0, notAnInteger).max(amountMax, 'it is too large'),
);
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
export const currency = z
  .string()
  .regex(/^[a-zA-Z]{3}$/, 'it is not a currency')
  .transform((value) => value.toLowerCase());

/** Keys that are set, and keys whose empty value unsets them; an empty string unsets all. */
export const metadata = z.union([
  z.literal(''),
  z.record(z.string().min(1).max(40), z.string().max(500)),
]);
