import { z } from 'zod';

/** A body that a route must refuse, and the field its answer must name. */
export type BadBody = { readonly what: string; readonly field: string; readonly body: unknown };

type Schema = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
};

const overLong = 'x'.repeat(20_000);

/** Values that no field of a kind may take; amounts may come as text, so their wrong texts are apart. */
const wrongByType: Readonly<Record<string, readonly unknown[]>> = {
  integer: ['text', 'NaN', '', 1.5, -1, 1e300, true, [], {}],
  number: ['text', 'NaN', '', -1, 1e300, true, [], {}],
  string: [5, -1, true, [], {}, '', overLong, 'a\u0000b', '\ud800'],
  boolean: ['yes', 'NaN', '', 1, -1, [], {}],
  object: ['text', '', 5, true, []],
  array: ['text', '', 5, true, {}],
};

const wrongAmounts = ['text', 'NaN', '', -1, '-1', 1e300, '1.1234567', overLong, true, [], {}];

/**
 * Every way to send one field of a body wrong: missing, of the wrong type, empty, huge, negative,
 * not a number, over-long, null where null means nothing; and a field nobody knows. Derived from the
 * route's own schema, so that a new field is swept as well.
 */
export function badBodies(schema: z.ZodType, valid: Readonly<Record<string, unknown>>): BadBody[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  const properties = Object.entries(json.properties ?? {});
  const unknown = { what: 'an unknown field', field: 'unheard_of' };
  return [
    { ...unknown, body: { ...valid, unheard_of: 1 } },
    ...(json.required ?? []).map((field) => ({
      what: `${field} missing`,
      field,
      body: Object.fromEntries(Object.entries(valid).filter(([name]) => name !== field)),
    })),
    ...properties.flatMap(([field, property]) =>
      wrongValues(property).map((value) => ({
        what: `${field} = ${JSON.stringify(value)?.slice(0, 40)}`,
        field,
        body: { ...valid, [field]: value },
      })),
    ),
  ];
}

/** Every field sent wrong at once, and the names that the answer must have. */
export function allWrong(schema: z.ZodType): { readonly body: object; readonly fields: string[] } {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  const wrong = Object.entries(json.properties ?? {}).flatMap(([field, property]) => {
    const values = wrongValues(property);
    return values.length === 0 ? [] : [[field, values[0]] as const];
  });
  const body = { ...Object.fromEntries(wrong), unheard_of: 1 };
  return { body, fields: Object.keys(body) };
}

function wrongValues(property: Schema): readonly unknown[] {
  const branches = property.anyOf ?? [property];
  const types = branches.flatMap(({ type }) => type ?? []);
  const isAmount = types.includes('number') && types.includes('string');
  const values = isAmount
    ? wrongAmounts
    : (wrongByType[types.find((type) => type !== 'null') ?? ''] ?? []);
  // An empty note is a note; an empty name is none.
  const mayBeEmpty = branches.some(({ type, minLength, ...of }) => {
    return type === 'string' && minLength === undefined && of.enum === undefined;
  });
  const wrong = mayBeEmpty && !isAmount ? values.filter((value) => value !== '') : values;
  return types.includes('null') ? wrong : [...wrong, null];
}
