import {
  type ASTNode,
  type ASTVisitor,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type ParseOptions,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { namedLiterals } from './named-literals.ts';

export const aliasesMax = 30;
export const rootFieldsMax = 20;
export const mutationsMax = 5;

/** A document of more tokens is not parsed. */
export const parseOptions: ParseOptions = { maxTokens: 4_000 };

/** At most so many aliases in a document: each asks the same field once more. */
export const limitAliases: ValidationRule = (context) => {
  let aliases = 0;
  return {
    Field(node) {
      if (node.alias === undefined) return;
      aliases += 1;
      if (aliases === aliasesMax + 1) {
        refuse(context, node, `A document has at most ${aliasesMax} aliases.`);
      }
    },
  };
};

/** At most so many questions or commands in one operation, fragments counted where they are spread. */
export const limitRootFields: ValidationRule = (context): ASTVisitor => ({
  OperationDefinition(node) {
    const max = node.operation === 'mutation' ? mutationsMax : rootFieldsMax;
    const count = rootFieldCount(context, node);
    if (count > max) {
      refuse(
        context,
        node,
        `A ${node.operation} has at most ${max} fields at its root, not ${count}.`,
      );
    }
    return false;
  },
});

/** What the server validates beside the specification's own rules. */
export const documentRules: readonly ValidationRule[] = [
  limitAliases,
  limitRootFields,
  namedLiterals,
];

function rootFieldCount(context: ValidationContext, operation: OperationDefinitionNode): number {
  // Each fragment is counted once and remembered, so that nested spreads cannot multiply the work;
  // a cycle counts as nothing here and is another rule's error.
  const byFragment = new Map<string, number>();
  const countOf = ({ selections }: SelectionSetNode): number =>
    selections.reduce((sum, selection) => sum + countOfOne(selection), 0);
  const countOfOne = (selection: SelectionNode): number => {
    if (selection.kind === Kind.FIELD) return 1;
    if (selection.kind === Kind.INLINE_FRAGMENT) return countOf(selection.selectionSet);
    const name = selection.name.value;
    const known = byFragment.get(name);
    if (known !== undefined) return known;
    byFragment.set(name, 0);
    const fragment = context.getFragment(name);
    const count = fragment == null ? 0 : countOf(fragment.selectionSet);
    byFragment.set(name, count);
    return count;
  };
  return countOf(operation.selectionSet);
}

function refuse(context: ValidationContext, node: ASTNode, message: string): void {
  context.reportError(
    new GraphQLError(message, { nodes: node, extensions: { code: 'QUERY_TOO_COMPLEX' } }),
  );
}
