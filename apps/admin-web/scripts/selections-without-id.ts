import {
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Every selection set on a type with an `id` that does not select it, as `operation: Type`. */
export function selectionsWithoutId(schema: GraphQLSchema, document: DocumentNode): string[] {
  const types = new TypeInfo(schema);
  const fragments = fragmentsOf(document);
  const missing: string[] = [];
  let operation = '';
  const look = (node: SelectionSetNode, parent: ASTNode | readonly ASTNode[] | undefined) => {
    const type = getNamedType(types.getParentType());
    if (!isObjectType(type) && !isInterfaceType(type)) return;
    // An inline fragment adds to the selection around it, which is looked at by itself.
    const isInline = parent !== undefined && 'kind' in parent && parent.kind === 'InlineFragment';
    if (isInline && !isObjectType(type)) return;
    if ('id' in type.getFields() && !selectsId(node, fragments)) {
      missing.push(`${operation}: ${type.name}`);
    }
  };
  const visitor: ASTVisitor = {
    enter(node, _key, parent) {
      if (node.kind === 'OperationDefinition') operation = node.name?.value ?? 'unnamed';
      if (node.kind === 'FragmentDefinition') operation = node.name.value;
      if (node.kind === 'SelectionSet') look(node, parent);
    },
  };
  visit(document, visitWithTypeInfo(types, visitor));
  return missing;
}

function selectsId(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): boolean {
  return set.selections.some((selection) => {
    if (selection.kind === 'Field') return selection.name.value === 'id' && !selection.alias;
    if (selection.kind === 'InlineFragment') return selectsId(selection.selectionSet, fragments);
    const fragment = fragments.get(selection.name.value);
    return fragment !== undefined && selectsId(fragment.selectionSet, fragments);
  });
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === 'FragmentDefinition'
        ? [[definition.name.value, definition] as const]
        : [],
    ),
  );
}
