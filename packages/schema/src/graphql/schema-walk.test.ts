import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from './schema.ts';

type Input = { readonly place: string; readonly input: GraphQLArgument | GraphQLInputField };

const inputs: readonly Input[] = Object.values(schema.getTypeMap()).flatMap((type) => {
  if (type.name.startsWith('__')) return [];
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((input) => ({
      place: `${type.name}.${input.name}`,
      input,
    }));
  }
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) =>
    field.args.map((input) => ({ place: `${type.name}.${field.name}(${input.name})`, input })),
  );
});

/** The relay plugin's own argument: its reader refuses what is no id of ours. */
const checkedElsewhere: ReadonlySet<string> = new Set(['Query.node(id)']);

test('every text, number and JSON from outside is bounded', () => {
  const bounded = new Set(['String', 'ID', 'Int', 'BigInt', 'Usd', 'JSON']);
  const open = inputs.filter(
    ({ place, input }) =>
      bounded.has(getNamedType(input.type).name) &&
      !checkedElsewhere.has(place) &&
      !isChecked(input),
  );
  expect(open.map(({ place }) => place)).toEqual([]);
});

function isChecked({ extensions }: Input['input']): boolean {
  const validation = extensions['@pothos/plugin-validation'];
  return JSON.stringify(validation)?.includes('schemas') ?? false;
}

test('what is called Usd is the Usd scalar, and micro-dollars never show', () => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInputObjectType(type)) continue;
    const fields: readonly (GraphQLField<unknown, unknown> | GraphQLInputField)[] = Object.values(
      type.getFields(),
    );
    for (const field of fields) {
      const place = `${type.name}.${field.name}`;
      expect(field.name, place).not.toMatch(/Micro/);
      if (/(^usd|[^o]Usd$)/.test(field.name))
        expect(getNamedType(field.type).name, place).toBe('Usd');
      if (getNamedType(field.type).name === 'Usd') expect(field.name, place).toMatch(/^usd|Usd$/);
    }
  }
});

test('an object whose id clients keep is the only one of its kind with that id', () => {
  const withId = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && type.getFields().id !== undefined,
  );
  for (const type of withId) {
    if (isObjectType(type)) expect(String(type.getFields().id?.type), type.name).toBe('ID!');
  }
});
