import { missingReference, missingResource } from '../http/api-error.ts';

/** Objects of one kind by their ids, in the order in which they were made. Objects are never changed, only replaced. */
export type Table<T extends { readonly id: string }> = {
  readonly name: string;
  get(id: string): T | undefined;
  /** The object of an address; 404 when there is none. */
  require(id: string): T;
  /** The object that a parameter names; 400 when there is none. */
  refer(id: string, param: string): T;
  put(object: T): T;
  delete(id: string): void;
  all(): readonly T[];
  readonly size: number;
  /** For keeping the state, and for going back to it. */
  entries(): readonly T[];
  restore(objects: readonly T[]): void;
};

export function createTable<T extends { readonly id: string }>(name: string): Table<T> {
  const objects = new Map<string, T>();
  return {
    name,
    get: (id) => objects.get(id),
    require: (id) => objects.get(id) ?? missingResource(name, id),
    refer: (id, param) => objects.get(id) ?? missingReference(name, id, param),
    put: (object) => {
      objects.set(object.id, object);
      return object;
    },
    delete: (id) => {
      objects.delete(id);
    },
    all: () => [...objects.values()],
    get size() {
      return objects.size;
    },
    entries: () => [...objects.values()],
    restore: (restored) => {
      objects.clear();
      for (const object of restored) objects.set(object.id, object);
    },
  };
}
