import { decodeGlobalID } from '@pothos/plugin-relay';
import { GraphQLError, type GraphQLSchema, isObjectType } from 'graphql';

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads a global id; what is none of ours, or holds what no key can, is refused naming `id`. */
export function readGlobalId(given: string): { readonly typename: string; readonly id: string } {
  const found = decoded(given);
  if (found === null || found.id.includes('\u0000')) throw badId('id', 'is not an id of ours');
  return found;
}

/** Whether a type's objects can be loaded by their id alone. */
export function isNodeType(schema: GraphQLSchema, typename: string): boolean {
  const type = schema.getType(typename);
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
}

/** Whether a text is a uuid, which is how rows without a business key are named. */
export function isUuid(text: string): boolean {
  return uuidShape.test(text);
}

/** The uuid behind an argument that takes either a type's global id or the bare uuid. */
export function uuidOf(type: string, given: string, argument: string): string {
  if (uuidShape.test(given)) return given.toLowerCase();
  const id = idWithin(type, given);
  if (id !== null && uuidShape.test(id)) return id;
  throw badId(argument, `is not an id of a ${type}`);
}

/** The business key named by exactly one of two arguments: the global id, or the key itself. */
export function keyOf(
  type: string,
  {
    id,
    key,
    keyName,
  }: { id?: string | null | undefined; key?: string | null | undefined; keyName: string },
): string {
  if (id != null && key != null) throw badId('id', `and ${keyName} exclude each other; send one`);
  if (key != null) return key;
  if (id == null) throw badId('id', `or ${keyName} is required`);
  const found = idWithin(type, id);
  if (found === null) throw badId('id', `is not the id of a ${type}`);
  return found;
}

/** A key of two parts as one id and back; JSON keeps any character apart from the separator. */
export function pairId(first: string, second: string): string {
  return JSON.stringify([first, second]);
}

export function readPairId(id: string): readonly [string, string] | null {
  try {
    const parts: unknown = JSON.parse(id);
    if (!Array.isArray(parts) || parts.length !== 2) return null;
    const [first, second] = parts;
    return typeof first === 'string' && typeof second === 'string' ? [first, second] : null;
  } catch {
    return null;
  }
}

function idWithin(type: string, given: string): string | null {
  const found = decoded(given);
  return found?.typename === type && !found.id.includes('\u0000') ? found.id : null;
}

function decoded(given: string): { readonly typename: string; readonly id: string } | null {
  try {
    return decodeGlobalID(given);
  } catch {
    return null;
  }
}

function badId(argument: string, problem: string): GraphQLError {
  return new GraphQLError(`\`${argument}\` ${problem}.`, {
    extensions: { code: 'BAD_USER_INPUT', field: argument },
  });
}
