import { bad, good, type Parsed, type VariableKind } from './variable-kind.ts';

/**
 * PostgreSQL's address: a `postgres://` URL, or the `Host=…;Database=…` form that Npgsql reads, which becomes a URL.
 */
export const databaseUrl: VariableKind<string> = {
  form: 'postgres://user:password@host:5432/database, or Host=…;Port=…;Database=…;Username=…;Password=…',
  parse: (input) => {
    if (/^postgres(ql)?:\/\//.test(input)) {
      return URL.canParse(input) ? good(input) : bad('is not a valid postgres:// URL');
    }
    return input.includes('=') ? fromNpgsql(input) : bad('must be a postgres:// URL');
  },
};

/** Npgsql's names for the parts, in lower case and without spaces. */
const parts = {
  host: ['host', 'server'],
  port: ['port'],
  database: ['database', 'db'],
  user: ['username', 'userid', 'user', 'uid'],
  password: ['password', 'pwd'],
  sslMode: ['sslmode'],
} as const;

/** Npgsql's SSL modes under the names that libpq and `pg` know. */
const sslModes: Readonly<Record<string, string>> = {
  disable: 'disable',
  allow: 'prefer',
  prefer: 'prefer',
  require: 'require',
  verifyca: 'verify-ca',
  verifyfull: 'verify-full',
};

/**
 * Turns an Npgsql connection string into a URL. Settings that concern Npgsql's own pool are dropped.
 */
function fromNpgsql(input: string): Parsed<string> {
  const settings = new Map(splitSettings(input));
  const take = (names: readonly string[]) =>
    names.map((name) => settings.get(name)).find((value) => value !== undefined);
  const host = take(parts.host);
  const database = take(parts.database);
  if (!host || !database) return bad('needs at least Host=…;Database=…');
  const credentials = [take(parts.user) ?? 'postgres', take(parts.password)]
    .filter((part) => part !== undefined)
    .map(encodeURIComponent)
    .join(':');
  const port = take(parts.port) ?? '5432';
  if (!/^\d{1,5}$/.test(port)) return bad(`has the port "${port}", which is not a number`);
  const sslMode = take(parts.sslMode)?.toLowerCase().replaceAll(/[-_ ]/g, '');
  const query = sslMode === undefined ? '' : `?sslmode=${sslModes[sslMode] ?? 'prefer'}`;
  return good(`postgres://${credentials}@${host}:${port}/${encodeURIComponent(database)}${query}`);
}

/** `Name=value` pairs between semicolons; a value in quotes may hold semicolons, a doubled quote stands for one. */
function splitSettings(input: string): [string, string][] {
  const pattern = /\s*([^=;]+?)\s*=\s*("(?:[^"]|"")*"|'(?:[^']|'')*'|[^;]*)\s*(?:;|$)/g;
  return [...input.matchAll(pattern)].map(([, name = '', value = '']) => [
    name.toLowerCase().replaceAll(' ', ''),
    unquote(value.trim()),
  ]);
}

function unquote(value: string): string {
  const quote = value[0];
  const quoted = (quote === '"' || quote === "'") && value.length > 1 && value.endsWith(quote);
  return quoted ? value.slice(1, -1).replaceAll(quote + quote, quote) : value;
}
