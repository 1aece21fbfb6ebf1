/** What parsing one variable's text gives: a value, or what is wrong with it as the end of a sentence. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

/** How a variable's text is read; `form` is what the documentation says it looks like. */
export type VariableKind<Value> = {
  readonly form: string;
  readonly parse: (text: string) => Parsed<Value>;
};

/** Any text. */
export const text: VariableKind<string> = { form: 'text', parse: good };

/** `1`, `true`, `yes`, `on` and their opposites. */
export const flag: VariableKind<boolean> = {
  form: '1 or 0',
  parse: (input) => {
    const word = input.toLowerCase();
    if (['1', 'true', 'yes', 'on'].includes(word)) return good(true);
    if (['0', 'false', 'no', 'off'].includes(word)) return good(false);
    return bad('must be 1 or 0');
  },
};

/** One of a closed list of words. */
export function choice<const Word extends string>(words: readonly Word[]): VariableKind<Word> {
  const form = words.join(', ');
  return {
    form,
    parse: (input) => {
      const word = words.find((candidate) => candidate === input);
      return word === undefined ? bad(`must be one of ${form}`) : good(word);
    },
  };
}

/** A whole number within bounds, both included. */
export function integer(least: number, most: number): VariableKind<number> {
  const form = `${least}–${most}`;
  return {
    form,
    parse: (input) => {
      const value = /^\d{1,9}$/.test(input) ? Number(input) : Number.NaN;
      return value >= least && value <= most
        ? good(value)
        : bad(`must be a whole number from ${least} to ${most}`);
    },
  };
}

/** An absolute URL with one of the given schemes, without a slash at its end. */
export function url(...schemes: readonly string[]): VariableKind<string> {
  const form = schemes.map((scheme) => `${scheme}://…`).join(' or ');
  return {
    form,
    parse: (input) => {
      const parsed = URL.canParse(input) ? new URL(input) : undefined;
      return parsed && schemes.includes(parsed.protocol.slice(0, -1))
        ? good(input.replace(/\/+$/, ''))
        : bad(`must be a URL of the form ${form}`);
    },
  };
}

/** Exact origins, comma-separated: scheme, host and port, nothing after. */
export const origins: VariableKind<readonly string[]> = {
  form: 'https://app.example.com,…',
  parse: (input) => {
    const values = splitList(input);
    const wrong = values.find((value) => !URL.canParse(value) || new URL(value).origin !== value);
    return wrong === undefined
      ? good(values)
      : bad(`must list exact origins such as https://app.example.com; "${wrong}" is none`);
  },
};

/** Several texts, comma-separated. */
export const list: VariableKind<readonly string[]> = {
  form: 'one,…',
  parse: (input) => good(splitList(input)),
};

/** `theirs=ours` pairs, comma-separated. */
export const pairs: VariableKind<ReadonlyMap<string, string>> = {
  form: 'theirs=ours,…',
  parse: (input) => {
    const entries = splitList(input).map((pair) => pair.split('='));
    if (entries.some(([from, to, more]) => !from || !to || more !== undefined)) {
      return bad('must list pairs such as economics-team=finance');
    }
    return good(new Map(entries.map(([from = '', to = '']) => [from.trim(), to.trim()])));
  },
};

/** Wraps a good value. */
export function good<Value>(value: Value): Parsed<Value> {
  return { ok: true, value };
}

/** Wraps the end of a sentence that begins with the variable's name. */
export function bad(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}

function splitList(input: string): string[] {
  return input
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
