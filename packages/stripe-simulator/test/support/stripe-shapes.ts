import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Says what of an answer is not as the types of Stripe's library have it; nothing when all is. */
export type ShapeCheck = (answer: object) => readonly string[];

/**
 * Reads the types of Stripe's own library and holds answers against them: required fields, no others, kinds of values, and
 * enums as they are listed. (The types themselves allow any string beside the listed ones.)
 */
export function openShapes(): ShapeCheck {
  const entry = fileURLToPath(import.meta.resolve('stripe')).replace(/\.js$/, '.d.ts');
  const program = ts.createProgram([entry], {
    lib: ['lib.es2024.d.ts'],
    skipLibCheck: true,
    strict: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  });
  const checker = program.getTypeChecker();
  const types = typesByObject(program, checker);
  return (answer) => {
    const object: unknown = Reflect.get(answer, 'object');
    const known = types.get(String(object)) ?? [];
    if (known.length === 0) return [`There is no object called ${object}.`];
    return fewest(known.map((type) => problems(checker, type, answer, String(object))));
  };
}

/** Interfaces by what their field `object` says; deleted objects share it with whole ones. */
function typesByObject(program: ts.Program, checker: ts.TypeChecker): Map<string, ts.Type[]> {
  const found = new Map<string, ts.Type[]>();
  for (const file of program.getSourceFiles()) {
    if (!/stripe\/esm\/resources\//.test(file.fileName)) continue;
    for (const statement of file.statements) {
      if (!ts.isInterfaceDeclaration(statement)) continue;
      const type = checker.getTypeAtLocation(statement);
      const field = type.getProperty('object');
      const literal = field && checker.getTypeOfSymbol(field);
      if (!literal?.isStringLiteral()) continue;
      found.set(literal.value, [...(found.get(literal.value) ?? []), type]);
    }
  }
  return found;
}

function problems(checker: ts.TypeChecker, type: ts.Type, value: unknown, path: string): string[] {
  if (type.isUnion()) return unionProblems(checker, type, value, path);
  const isRight = plainKinds.find(([flag]) => (type.flags & flag) !== 0)?.[1];
  if (isRight !== undefined) return isRight(value) ? [] : [wrong(checker, type, value, path)];
  if (type.isStringLiteral())
    return value === type.value ? [] : [wrong(checker, type, value, path)];
  const name = checker.typeToString(type);
  if (/^Decimal/.test(name)) {
    return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
      ? []
      : [`${path} is no decimal`];
  }
  if (name.endsWith('[]') || /^Array</.test(name)) return arrayProblems(checker, type, value, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [wrong(checker, type, value, path)];
  }
  return objectProblems(checker, type, value, path);
}

const plainKinds: readonly [ts.TypeFlags, (value: unknown) => boolean][] = [
  [ts.TypeFlags.String, (value) => typeof value === 'string'],
  [ts.TypeFlags.Number, (value) => typeof value === 'number' && Number.isFinite(value)],
  [ts.TypeFlags.BooleanLike, (value) => typeof value === 'boolean'],
  [ts.TypeFlags.Null, (value) => value === null],
  [ts.TypeFlags.Undefined | ts.TypeFlags.Void, (value) => value === undefined],
];

function unionProblems(
  checker: ts.TypeChecker,
  union: ts.UnionType,
  value: unknown,
  path: string,
): string[] {
  const isBoolean = union.types.every(({ flags }) => (flags & ts.TypeFlags.BooleanLiteral) !== 0);
  if (isBoolean) return typeof value === 'boolean' ? [] : [wrong(checker, union, value, path)];
  const literals = union.types.filter((type) => type.isStringLiteral()).map((type) => type.value);
  if (typeof value === 'string' && literals.length > 0) {
    return literals.includes(value) ? [] : [`${path} is ${value}, none of ${literals.join(', ')}`];
  }
  const open = union.types.filter((type) => !type.isStringLiteral() && !isOtherString(type));
  return [...fewest(open.map((type) => problems(checker, type, value, path)))];
}

/** What the types join to their enums, so that a later value of Stripe's is no surprise to them. */
function isOtherString(type: ts.Type): boolean {
  return (
    type.isIntersection() && type.types.some(({ flags }) => (flags & ts.TypeFlags.String) !== 0)
  );
}

function arrayProblems(
  checker: ts.TypeChecker,
  type: ts.Type,
  value: unknown,
  path: string,
): string[] {
  if (!Array.isArray(value)) return [wrong(checker, type, value, path)];
  const [item] = checker.getTypeArguments(type as ts.TypeReference);
  if (item === undefined) return [];
  return value.flatMap((element, index) => problems(checker, item, element, `${path}[${index}]`));
}

function objectProblems(
  checker: ts.TypeChecker,
  type: ts.Type,
  value: object,
  path: string,
): string[] {
  const index = checker.getIndexInfosOfType(type)[0];
  const fields = checker.getPropertiesOfType(type);
  const names = new Set(fields.map(({ name }) => name));
  const unknown = Object.keys(value).filter((name) => index === undefined && !names.has(name));
  const wrongFields = fields.flatMap((field) => {
    const held: unknown = Reflect.get(value, field.name);
    const isOptional = (field.flags & ts.SymbolFlags.Optional) !== 0;
    if (held === undefined) return isOptional ? [] : [`${path}.${field.name} is missing`];
    return problems(checker, checker.getTypeOfSymbol(field), held, `${path}.${field.name}`);
  });
  const wrongValues =
    index === undefined
      ? []
      : Object.entries(value).flatMap(([name, held]) =>
          problems(checker, index.type, held, `${path}.${name}`),
        );
  return [
    ...unknown.map((name) => `${path}.${name} is not Stripe's`),
    ...wrongFields,
    ...wrongValues,
  ];
}

function wrong(checker: ts.TypeChecker, type: ts.Type, value: unknown, path: string): string {
  return `${path} is ${JSON.stringify(value)?.slice(0, 60)}, not ${checker.typeToString(type)}`;
}

function fewest(found: readonly (readonly string[])[]): readonly string[] {
  return [...found].sort((one, other) => one.length - other.length)[0] ?? [];
}
