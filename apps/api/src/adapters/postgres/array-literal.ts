/** Texts as an array literal of PostgreSQL. */
export function textArray(values: readonly string[]): string {
  return `{${values.map(arrayElement).join(',')}}`;
}

const special = /["\\]/;
const specials = /["\\]/g;

/** One text as an element of an array literal. */
export function arrayElement(value: string): string {
  return special.test(value) ? `"${value.replace(specials, '\\$&')}"` : `"${value}"`;
}
