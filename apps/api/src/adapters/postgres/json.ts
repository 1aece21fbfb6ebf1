import { Prisma } from '@purser/prisma/client';

/** A value for a nullable JSON column. */
export function toDbJson(value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull {
  if (value === null || value === undefined) return Prisma.DbNull;
  return plainJson(value);
}

/** As people and tools read it: whole numbers as decimal strings, instants in RFC 3339. */
export function plainJson(value: unknown): Prisma.InputJsonValue {
  const text = JSON.stringify(value, (_key, inner) =>
    typeof inner === 'bigint' ? inner.toString() : inner,
  );
  return JSON.parse(text) as Prisma.InputJsonValue;
}
