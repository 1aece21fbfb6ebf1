/** Fields of Stripe's objects that speak of a person; a profile holds such things, an event does not. */
const personal: ReadonlySet<string> = new Set([
  'address',
  'billing_details',
  'customer_address',
  'customer_details',
  'customer_email',
  'customer_name',
  'customer_phone',
  'customer_shipping',
  'customer_tax_ids',
  'email',
  'name',
  'payment_method_details',
  'phone',
  'receipt_email',
  'shipping',
]);

/**
 * An object as an event may keep it: without what speaks of a person, and without text that no column
 * can hold (U+0000 and halves of surrogate pairs read as U+FFFD). Metadata is the caller's and stays.
 */
export function keepableObject(value: unknown, within?: string): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((each) => keepableObject(each));
  const entries = Object.entries(value).filter(
    ([key]) => within === 'metadata' || !personal.has(key),
  );
  return Object.fromEntries(
    entries.map(([key, inner]) => [String(keepableObject(key)), keepableObject(inner, key)]),
  );
}
