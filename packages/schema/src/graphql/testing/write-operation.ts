import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { uuid } from './stub-views.ts';

type AnyField = GraphQLField<unknown, unknown>;

/** The shortest valid operation over one root field: required arguments only, `__typename` selected. */
export function minimalOperation(kind: 'query' | 'mutation', field: AnyField): string {
  return `${kind} { ${field.name}${argumentsOf(field)} ${selectionOf(field.type, () => '__typename')} }`;
}

/** A list with everything in its rows that takes no argument, two objects deep and no further list of pages. */
export function wholeRows(field: AnyField, first: number): string {
  return `query { ${field.name}(first: ${first}) { edges { node ${everything(rowType(field), 2)} } } }`;
}

export function isConnection(type: GraphQLOutputType): boolean {
  return getNamedType(type).name.endsWith('Connection');
}

function rowType({ type }: AnyField): GraphQLOutputType {
  const edge = fieldOf(type, 'edges');
  return fieldOf(edge.type, 'node').type;
}

function fieldOf(type: GraphQLOutputType, name: string): AnyField {
  const named = getNamedType(type);
  const field = isObjectType(named) ? named.getFields()[name] : undefined;
  if (field === undefined) throw new Error(`${named.name} has no field ${name}.`);
  return field;
}

function everything(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named) && !isInterfaceType(named)) return '';
  const fields = Object.values(named.getFields()).flatMap((field) => {
    if (isConnection(field.type) || field.args.some(isRequiredArgument)) return [];
    if (!isCompositeType(getNamedType(field.type))) return [field.name];
    return depth === 0 ? [] : [`${field.name} ${everything(field.type, depth - 1)}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

function selectionOf(type: GraphQLOutputType, write: () => string): string {
  return isCompositeType(getNamedType(type)) ? `{ ${write()} }` : '';
}

/** One of two keys is needed by some fields although neither is required by the grammar. */
const eitherKey: Readonly<Record<string, string>> = {
  // The global id of User ada.
  node: '(id: "VXNlcjphZGE=")',
  plan: '(planId: "free")',
  user: '(userId: "ada")',
  turn: '(turnId: "turn-1")',
};

function argumentsOf(field: AnyField): string {
  const known = eitherKey[field.name];
  if (known !== undefined && field.args.some(({ name }) => name === 'id')) return known;
  const required = field.args.filter(isRequiredArgument);
  if (required.length === 0) return '';
  return `(${required.map(({ name, type }) => `${name}: ${literalOf(type)}`).join(', ')})`;
}

const literals: Readonly<Record<string, string>> = {
  ID: JSON.stringify(uuid),
  String: '"turns"',
  Int: '1',
  Boolean: 'true',
  Usd: '"1.00"',
  BigInt: '"1"',
  DateTime: '"2026-01-24T09:30:00Z"',
};

/** Text that must be an address. */
const named: Readonly<Record<string, string>> = {
  successUrl: '"https://app.test/done"',
  cancelUrl: '"https://app.test/back"',
  returnUrl: '"https://app.test/"',
};

/** What an input needs although its grammar does not say so. */
const alsoNeeded: Readonly<Record<string, readonly string[]>> = {
  AdvanceClockInput: ['by: "1d"'],
  SetProjectOverdraftInput: ['overdraftUsd: "1.00"'],
  SetSubscriptionOverdraftInput: ['overdraftUsd: "1.00"'],
  CancelSubscriptionInput: ['userId: "ada"'],
  SetReservationFloorInput: ['planId: "free"', 'floorUsd: "1.00"'],
};

function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return `[${literalOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (type.name === 'RangeInput') {
    return '{ from: "2026-01-01T00:00:00Z", to: "2026-01-24T00:00:00Z" }';
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const [first] = fields;
    const needed =
      type.isOneOf && first !== undefined ? [first] : fields.filter(isRequiredInputField);
    const written = needed.map(({ name, type: of }) => `${name}: ${named[name] ?? literalOf(of)}`);
    written.push(...(alsoNeeded[type.name] ?? []));
    return `{ ${written.join(', ')} }`;
  }
  return literals[type.name] ?? 'null';
}
