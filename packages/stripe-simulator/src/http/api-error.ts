import type Stripe from 'stripe';

export type ErrorBody = {
  readonly type: Stripe.RawErrorType | 'api_error';
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly charge?: string;
  readonly payment_intent?: object;
  readonly payment_method?: object;
  readonly doc_url?: string;
};

/** What Stripe refuses, in Stripe's shape. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

/** What is refused before anything is done: Stripe does not keep such an answer under an idempotency key. */
export class ParameterError extends ApiError {}

/** A request that cannot be done as it was sent. */
export function invalidRequest(
  message: string,
  details: { readonly code?: string; readonly param?: string; readonly status?: number } = {},
): ApiError {
  const { status = 400, ...rest } = details;
  return new ApiError(status, { type: 'invalid_request_error', message, ...rest });
}

/** The address names an object that is not there. */
export function missingResource(name: string, id: string): never {
  throw invalidRequest(`No such ${name}: '${id}'`, {
    code: 'resource_missing',
    param: name === 'payment_intent' ? 'intent' : 'id',
    status: 404,
  });
}

/** A parameter names an object that is not there. */
export function missingReference(name: string, id: string, param: string): never {
  throw invalidRequest(`No such ${name}: '${id}'`, { code: 'resource_missing', param });
}
