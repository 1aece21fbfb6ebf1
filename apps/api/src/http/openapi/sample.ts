import type { OpenAPIV3_1 } from 'openapi-types';

type Schema = OpenAPIV3_1.SchemaObject | OpenAPIV3_1.ReferenceObject;

const someUuid = '019cb8b8-1e00-7000-8000-000000000001';
const someInstant = '2026-11-22T12:00:00.000Z';

/** Words that tell more than their type does, by the name of the field. */
const words: Readonly<Record<string, unknown>> = {
  user_id: 'ada',
  turn_id: 'turn-1',
  request_id: 'turn-1',
  bundle_id: '*',
  plan_id: 'free',
  user_type: 'free',
  plan_source: 'default',
  provider: 'anthropic',
  reference_provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  reference_model: 'claude-sonnet-4-5',
  tenant: 'home',
  project: 'demo',
  period_key: 'internal:home:demo:ada:2026-12-22T12:00:00.000Z',
  scope: '*',
  limit: 'requests_per_day',
  reason: 'rate_limited',
  would_pass_if: 'the limit of requests per day is above 100',
  currency: 'usd',
  message: 'Done',
  next_cursor: null,
};

/** A value that fits a schema: its own example or default, else the plainest there is. */
export function sampleOf(schema: Schema, name = ''): unknown {
  if ('$ref' in schema) return {};
  const given = schema.example ?? schema.examples?.[0] ?? schema.const ?? schema.enum?.[0];
  if (given !== undefined) return given;
  const known = words[name];
  if (known !== undefined && fits(schema, known)) return known;
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) {
    const telling = variants.find((variant) => !('type' in variant && variant.type === 'null'));
    return telling === undefined ? null : sampleOf(telling, name);
  }
  if (schema.default !== undefined) return schema.default;
  const [first, ...others] = [schema.type].flat();
  const type = first === 'null' ? others[0] : first;
  switch (type) {
    case 'object':
      return sampleObject(schema);
    case 'array':
      return 'items' in schema ? [sampleOf(schema.items, name)] : [];
    case 'string':
      return sampleText(schema);
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    default:
      return {};
  }
}

function sampleObject({ properties = {} }: OpenAPIV3_1.SchemaObject): object {
  const entries = Object.entries(properties).map(([name, schema]) => [
    name,
    sampleOf(schema, name),
  ]);
  return Object.fromEntries(entries);
}

function sampleText({ format, pattern, minLength = 0 }: OpenAPIV3_1.SchemaObject): string {
  if (format === 'uuid') return someUuid;
  if (format === 'date-time') return someInstant;
  if (format === 'uri') return 'https://example.com/';
  if (format === 'decimal') return '0.042';
  if (pattern !== undefined && !new RegExp(pattern, 'u').test('text')) return '1';
  return 'text'.padEnd(minLength, '.');
}

/** Whether a word is of the type the schema asks for. */
function fits(schema: Schema, value: unknown): boolean {
  if ('$ref' in schema) return false;
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return variants.some((variant) => fits(variant, value));
  if (schema.enum !== undefined) return schema.enum.includes(value);
  const types: readonly unknown[] = [schema.type].flat();
  return types.includes(value === null ? 'null' : typeof value);
}
