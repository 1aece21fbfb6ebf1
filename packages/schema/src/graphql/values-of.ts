/** Enum values for Pothos: `ADD` outside, `add` inside, from one list of the inside names. */
export function valuesOf<const Value extends string>(
  values: readonly Value[],
): { readonly [Name in Value as Uppercase<Name>]: { readonly value: Name } } {
  const entries = values.map((value) => [value.toUpperCase(), { value }]);
  return Object.fromEntries(entries);
}
