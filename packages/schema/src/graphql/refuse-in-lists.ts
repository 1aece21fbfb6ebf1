import { GraphQLError, type GraphQLResolveInfo } from 'graphql';

/**
 * A field that asks the database is answered for one object at a time: below a list it would ask
 * once per row, so there it is refused before anything is asked.
 */
export function refuseInLists({ path, parentType, fieldName }: GraphQLResolveInfo): void {
  for (let step = path.prev; step !== undefined; step = step.prev) {
    if (typeof step.key === 'number') {
      throw new GraphQLError(
        `\`${parentType.name}.${fieldName}\` is answered for one ${parentType.name} at a time, not in a list.`,
        { extensions: { code: 'BAD_USER_INPUT' } },
      );
    }
  }
}
