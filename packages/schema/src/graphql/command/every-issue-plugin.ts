import SchemaBuilder, {
  BasePlugin,
  type InputFieldMapping,
  type InputFieldsMapping,
  mapInputFields,
  type PothosOutputFieldConfig,
  type SchemaTypes,
  unwrapInputFieldType,
} from '@pothos/core';
import type { StandardSchemaV1 } from '@pothos/plugin-validation';
import { type InputIssue, invalidInput } from './invalid-input.ts';

/** The name by which the builder finds the plugin. */
export const everyIssuePlugin = 'everyIssue';

/** What `validate` says of a field, and of the input type that the field has. */
type Rules = {
  readonly ofField: StandardSchemaV1 | undefined;
  readonly ofType: StandardSchemaV1 | undefined;
};

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      everyIssue: EveryIssuePlugin<Types>;
    }
  }
}

/**
 * Checks all of a request's fields before any of them is used, and names every one at fault. The
 * validation plugin stops at the first field of an object that is wrong; it stays for its `validate`
 * option, which says what is checked.
 */
class EveryIssuePlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(
    fieldConfig: PothosOutputFieldConfig<Types>,
  ): PothosOutputFieldConfig<Types> {
    const mappings = mapInputFields(fieldConfig.args, this.buildCache, (field): Rules | null => {
      const type = this.buildCache.getTypeConfig(unwrapInputFieldType(field.type));
      const ofField = field.pothosOptions.validate;
      const ofType = type.kind === 'InputObject' ? type.pothosOptions.validate : undefined;
      return ofField || ofType ? { ofField, ofType } : null;
    });
    if (mappings === null) return fieldConfig;
    const refuseWrong = (args: Record<string, unknown>) => {
      const issues = issuesOf(args, mappings);
      if (issues.length > 0) throw invalidInput({ issues }, args);
      return args;
    };
    return { ...fieldConfig, argMappers: [refuseWrong, ...(fieldConfig.argMappers ?? [])] };
  }
}

SchemaBuilder.registerPlugin(everyIssuePlugin, EveryIssuePlugin);

function issuesOf<Types extends SchemaTypes>(
  values: Readonly<Record<string, unknown>>,
  mappings: InputFieldsMapping<Types, Rules>,
): readonly InputIssue[] {
  return [...mappings].flatMap(([name, mapping]) =>
    issuesOfField(values[name], mapping).map(({ path = [], message }) => ({
      path: [name, ...path],
      message,
    })),
  );
}

function issuesOfField<Types extends SchemaTypes>(
  value: unknown,
  mapping: InputFieldMapping<Types, Rules>,
): readonly InputIssue[] {
  if (value === null || value === undefined) return [];
  const { ofField, ofType } = mapping.value ?? {};
  const inner = mapping.kind === 'InputObject' ? mapping.fields.map : null;
  const nested = inner === null ? [] : issuesOf(value as Record<string, unknown>, inner);
  // What a type says about its fields together means nothing while one of them is wrong.
  return nested.length > 0
    ? nested
    : [ofType, ofField].flatMap((rule) => (rule === undefined ? [] : issuesBy(rule, value)));
}

function issuesBy(rule: StandardSchemaV1, value: unknown): readonly InputIssue[] {
  const result = rule['~standard'].validate(value);
  if (result instanceof Promise) throw new TypeError('A check of an input answers at once.');
  return result.issues ?? [];
}
