import type { OpenAPIV3_1 } from 'openapi-types';
import { requestExamples } from './request-examples.ts';
import { sampleOf } from './sample.ts';

type Document = Partial<OpenAPIV3_1.Document>;
type Media = OpenAPIV3_1.MediaTypeObject;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
const json = 'application/json';
const problem = 'application/problem+json';

/** Gives every operation an example of its request and of each answer in JSON. */
export function withExamples<Given extends Document>(document: Given): Given {
  for (const path of Object.values(document.paths ?? {})) {
    for (const method of methods) {
      const operation = path?.[method];
      if (operation === undefined) continue;
      exemplifyRequest(operation);
      for (const [status, answer] of Object.entries(operation.responses ?? {})) {
        if (!('$ref' in answer)) exemplifyAnswer(status, answer);
      }
    }
  }
  return document;
}

function exemplifyRequest({ requestBody, operationId }: OpenAPIV3_1.OperationObject): void {
  if (requestBody === undefined || '$ref' in requestBody) return;
  exemplify(requestBody.content[json], requestExamples[operationId?.replace(/V1$/, '') ?? '']);
}

/** The example that was written, else one made of the schema. */
function exemplify(media: Media | undefined, written: object | undefined): void {
  if (media?.schema === undefined) return;
  media.example = written ?? sampleOf(media.schema);
}

/** Failures are of a media type of their own, whatever route they come from. */
function exemplifyAnswer(status: string, answer: OpenAPIV3_1.ResponseObject): void {
  const { [json]: media, ...others } = answer.content ?? {};
  if (media?.schema === undefined) return;
  if (isProblem(media.schema)) {
    answer.content = { ...others, [problem]: { ...media, example: problemExample(status) } };
  } else {
    exemplify(media, undefined);
  }
}

function isProblem(schema: NonNullable<Media['schema']>): boolean {
  return !('$ref' in schema) && schema.properties?.error_code !== undefined;
}

const serverFault = {
  type: 'about:blank',
  title: 'Service Unavailable',
  status: 503,
  detail: 'This process is not ready to decide.',
  error_code: 'not_ready',
  details: [],
};

const callerFault = {
  type: 'about:blank',
  title: 'Unprocessable Content',
  status: 422,
  detail: 'user_id is required',
  error_code: 'invalid_value',
  details: [{ field: 'user_id', message: 'is required' }],
};

function problemExample(status: string): object {
  const fault = status.startsWith('5') ? serverFault : callerFault;
  return {
    ...fault,
    message: fault.detail,
    instance: '019cb8b8-1e00-7000-8000-000000000001',
    trace_id: '019cb8b8-1e00-7000-8000-000000000001',
    timestamp: '2026-11-22T12:00:00.000Z',
  };
}
