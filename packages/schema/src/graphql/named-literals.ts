import {
  GraphQLError,
  getNamedType,
  isLeafType,
  type ValidationRule,
  type ValueNode,
} from 'graphql';

const named: ReadonlySet<string> = new Set(['Usd', 'BigInt', 'DateTime']);

/**
 * A bad literal of our scalars is reported with the name of its field; the specification's own rule
 * gives only the place in the text. (A bad variable is named by its path already.)
 */
export const namedLiterals: ValidationRule = (context) => {
  const check = (name: string, value: ValueNode) => {
    const type = getNamedType(context.getInputType());
    if (type == null || !isLeafType(type) || !named.has(type.name)) return;
    if (!scalarKinds.has(value.kind)) return;
    try {
      type.parseLiteral(value, undefined);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      context.reportError(
        new GraphQLError(`${name}: ${problem}`, {
          nodes: value,
          extensions: { code: 'BAD_USER_INPUT', field: name },
        }),
      );
    }
  };
  return {
    Argument: (node) => check(node.name.value, node.value),
    ObjectField: (node) => check(node.name.value, node.value),
  };
};

const scalarKinds: ReadonlySet<string> = new Set(['StringValue', 'IntValue', 'FloatValue']);
