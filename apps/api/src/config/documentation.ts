import { variableNames } from './read-variables.ts';
import { groups, type VariableName, variables } from './variables.ts';

const begin = '<!-- variables: written by `pnpm --filter @purser/api docs:config` -->';
const end = '<!-- end of variables -->';

/** The documents that hold the tables, as paths from the root of the repository. */
export const documentedIn = ['README.md', 'docs/configuration.md'] as const;

/** The tables of all variables as Markdown, one for each group. */
export function renderVariables(): string {
  return groups.map(renderGroup).join('\n\n');
}

/** Puts the tables between the markers of a document. Throws when it has none. */
export function insertVariables(document: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error('The document lacks the markers of the variables.');
  return `${document.slice(0, from)}${begin}\n\n${renderVariables()}\n\n${document.slice(to)}`;
}

function renderGroup(group: (typeof groups)[number]): string {
  const rows = variableNames.filter((name) => variables[name].group === group).map(renderRow);
  return [
    `### ${group}`,
    '',
    '| Variable | Value | Without it | What it does |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function renderRow(name: VariableName): string {
  const { kind, fallback, aliases = [], about, without } = variables[name];
  const names = [`\`${name}\``, ...aliases.map((alias) => `also \`${alias}\``)].join('<br>');
  const standIn = without ?? (fallback === undefined ? 'not set' : `\`${describe(fallback)}\``);
  return `| ${names} | ${kind.form} | ${standIn} | ${about} |`;
}

function describe(fallback: unknown): string {
  return typeof fallback === 'boolean' ? String(Number(fallback)) : String(fallback);
}
