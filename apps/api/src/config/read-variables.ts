import { type VariableName, type VariableValues, variables } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a variable's value came from: the name it was found under, or nothing when it was not set. */
export type Origins = Readonly<Record<VariableName, string | undefined>>;

export type ReadVariables = {
  readonly values: VariableValues;
  readonly origins: Origins;
  /** One sentence for each value that cannot be used. */
  readonly problems: readonly string[];
};

export const variableNames = Object.keys(variables) as VariableName[];

/** Parses every variable; an empty one counts as not set. Bad ones read as their fallback and are listed. */
export function readVariables(env: Environment): ReadVariables {
  const readings = variableNames.map((name) => ({ name, ...readVariable(name, env) }));
  return {
    values: Object.fromEntries(readings.map(({ name, value }) => [name, value])) as VariableValues,
    origins: Object.fromEntries(readings.map(({ name, origin }) => [name, origin])) as Origins,
    problems: [...readings.flatMap(({ problem }) => problem ?? []), ...unknownNames(env)],
  };
}

type Reading = {
  readonly value: unknown;
  readonly origin: string | undefined;
  readonly problem?: string;
};

function readVariable(name: VariableName, env: Environment): Reading {
  const { kind, fallback, aliases = [], secret } = variables[name];
  const found = [name, ...aliases].filter((candidate) => env[candidate]?.trim());
  const [origin] = found;
  if (origin === undefined) return { value: fallback, origin };
  const input = env[origin]?.trim() ?? '';
  const other = found.find((candidate) => env[candidate]?.trim() !== input);
  if (other !== undefined) {
    return { value: fallback, origin, problem: `${origin} and ${other} differ: keep one of them.` };
  }
  const parsed = kind.parse(input);
  if (parsed.ok) return { value: parsed.value, origin };
  const shown = secret ? '' : ` (it is "${input}")`;
  return { value: fallback, origin, problem: `${origin} ${parsed.problem}${shown}.` };
}

/** A misspelt name would be ignored in silence; the prefix says that it was meant for Purser. */
function unknownNames(env: Environment): string[] {
  const known: readonly string[] = variableNames;
  return Object.keys(env)
    .filter((name) => name.startsWith('PURSER_') && !name.startsWith('PURSER_TEST_'))
    .filter((name) => !known.includes(name))
    .map((name) => `${name} is not a variable of Purser: see "purser config".`);
}
