import { parseAmount } from '@purser/domain/lease/amount';
import { accepted, type Outcome, rejected } from '@purser/domain/outcome';
import { z } from 'zod';
import { type DataPlaneRejection, nilUuid } from '../data-plane.ts';

export type Read<Value> = Outcome<Value, DataPlaneRejection>;

/** Leaves the reading of a body at the first value that cannot be. */
export class Refused extends Error {
  override name = 'Refused';
  readonly rejection: DataPlaneRejection;
  constructor(rejection: DataPlaneRejection) {
    super(rejection.message);
    this.rejection = rejection;
  }
}

export function reading<Value>(read: () => Value): Read<Value> {
  try {
    return accepted(read());
  } catch (error) {
    if (error instanceof Refused) return rejected(error.rejection);
    throw error;
  }
}

export function refuseForeign(given: string | undefined, dataplaneId: string): void {
  if (given === undefined || given === dataplaneId) return;
  const message = `dataplane_id is not the data plane whose key signed this call (${dataplaneId}).`;
  throw new Refused({ code: 'dataplane_mismatch', field: 'dataplane_id', message });
}

export function guid<Field extends string>(
  body: Readonly<Partial<Record<Field, unknown>>>,
  field: Field,
  name: string = field,
): string {
  const given = body[field];
  const parsed = z.guid().safeParse(given);
  if (parsed.success && parsed.data !== nilUuid) return parsed.data.toLowerCase();
  throw malformed(name, 'must be a GUID other than the nil one');
}

export function malformed(field: string, what: string): Refused {
  return new Refused({ code: 'malformed', field, message: `${field} ${what}.` });
}

export function amountOrNothing<Field extends string>(
  body: Readonly<Partial<Record<Field, unknown>>>,
  field: Field,
): bigint {
  return body[field] === undefined ? 0n : amount(body, field);
}

export function amount<Field extends string>(
  body: Readonly<Partial<Record<Field, unknown>>>,
  field: Field,
): bigint {
  const parsed = parseAmount(body[field]);
  if (parsed.ok) return parsed.value;
  throw outOfRange(field, 'must be a whole number from 0 to 2^63-1, as a string above 2^53-1');
}

export function outOfRange(field: string, what: string): Refused {
  return new Refused({ code: 'value_out_of_range', field, message: `${field} ${what}.` });
}
