import { limitFields } from '@purser/domain/quota/limits';
import type { LimitValues } from '@purser/schema/contract/views';

/** Takes the seven limits out of a row that carries them as columns of the same names. */
export function limitsFromDb(row: LimitValues): LimitValues {
  return Object.fromEntries(limitFields.map((field) => [field, row[field]])) as LimitValues;
}
