import { usdDecimal } from '@purser/domain/money/format-usd';
import { microUsdMax } from '@purser/domain/money/micro-usd';
import { parseUsd, type UsdRejection } from '@purser/domain/money/parse-usd';
import { GraphQLError } from 'graphql';
import { builder } from './builder.ts';
import { jsonSafe } from './json-safe.ts';

const usdProblems: Readonly<Record<UsdRejection['code'], string>> = {
  usd_malformed: 'Usd is a decimal string of dollars, like "12.345678".',
  usd_too_precise: 'Usd has at most 6 fraction digits.',
  usd_out_of_range: 'Usd is at most 9,000,000,000 dollars.',
  usd_negative: 'Usd is not negative here.',
};

/** Dollars as a decimal string → micro-dollars, exactly; the sign is judged by the field (rule M4). */
export function readUsd(given: unknown): bigint {
  if (typeof given !== 'string') throw badValue(usdProblems.usd_malformed);
  const parsed = parseUsd(given, { negativeAllowed: true });
  if (!parsed.ok) throw badValue(usdProblems[parsed.rejection.code]);
  return parsed.value;
}

const bigIntShape = /^-?\d{1,19}$/;
const bigIntMax = 2n ** 63n - 1n;

/** A whole number as a decimal string or a JSON integer → bigint within 64 bits. */
export function readBigInt(given: unknown): bigint {
  const text = typeof given === 'number' && Number.isSafeInteger(given) ? String(given) : given;
  if (typeof text !== 'string' || !bigIntShape.test(text)) {
    throw badValue('BigInt is a whole number, as a decimal string or an integer.');
  }
  const value = BigInt(text);
  if (value > bigIntMax || value < -bigIntMax) throw badValue('BigInt is at most 64 bits wide.');
  return value;
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** An RFC 3339 instant with its offset → Date, to the millisecond. */
export function readDateTime(given: unknown): Date {
  const value = typeof given === 'string' && rfc3339.test(given) ? new Date(given) : null;
  if (value === null || Number.isNaN(value.getTime())) {
    throw badValue('DateTime is an RFC 3339 instant with its offset, like "2026-01-24T09:30:00Z".');
  }
  return value;
}

function badValue(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

builder.scalarType('Usd', {
  description: `Dollars as a decimal string with at most 6 fraction digits, up to ${usdDecimal(microUsdMax)} on either side of zero.`,
  serialize: (amountMicroUsd) => usdDecimal(amountMicroUsd),
  parseValue: readUsd,
});

builder.scalarType('BigInt', {
  description: 'A whole number as a decimal string; an integer is accepted too.',
  serialize: (value) => value.toString(),
  parseValue: readBigInt,
});

builder.scalarType('DateTime', {
  description: 'An instant, RFC 3339 in UTC.',
  serialize: (value) => value.toISOString(),
  parseValue: readDateTime,
});

builder.scalarType('JSON', {
  description: 'Any JSON value.',
  serialize: jsonSafe,
  parseValue: (value) => value,
});
