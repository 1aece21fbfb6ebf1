import { arrayElement } from './array-literal.ts';
import {
  type Column,
  columnTypes,
  type PostingAccount,
  type PostingItem,
  type Value,
} from './posting-columns.ts';

type Row = Readonly<Record<string, unknown>>;

const columns = Object.keys(columnTypes) as readonly Column[];
const places = new Map<string, number>(columns.map((column, place) => [column, place]));
const isText = columns.map((column) => columnTypes[column] === 'text[]');
const accountIdPlace = places.get('account_id') ?? 0;

/** A batch in columns, in the order of `columnTypes`: each an array literal, or null where no row has a value. */
export function columnLiterals(
  accounts: readonly PostingAccount[],
  items: readonly PostingItem[],
): (string | null)[] {
  const literals = new ColumnLiterals();
  literals.addRows(accounts);
  literals.addRows(items);
  literals.addRows(
    items.map(({ legList, windowList }) => ({
      legs: legList?.length,
      windows: windowList?.length,
    })),
  );
  literals.addRows(items.flatMap(({ legList }) => legList ?? []));
  literals.addRows(items.flatMap(({ windowList }) => windowList ?? []));
  return literals.closed();
}

/** Walks over the values that rows have; most rows have few of the columns, so gaps are filled when a value follows. */
class ColumnLiterals {
  readonly #literals: string[] = columns.map(() => '');
  /** How many rows each column holds so far, those without a value included. */
  readonly #lengths: number[] = columns.map(() => 0);

  /** Rows of one list: no other list has their columns. */
  addRows(rows: readonly Row[]): void {
    const touched = new Set<number>();
    let at = 0;
    for (const row of rows) {
      for (const name in row) {
        const value = row[name] as Value;
        const place = places.get(name);
        if (place === undefined || value === null || value === undefined) continue;
        touched.add(place);
        this.#add(place, at, value);
      }
      at += 1;
    }
    for (const place of touched) this.#fill(place, rows.length);
  }

  closed(): (string | null)[] {
    return this.#literals.map((literal, place) => {
      if (literal !== '') return `${literal}}`;
      return place === accountIdPlace ? '{}' : null;
    });
  }

  #add(place: number, at: number, value: NonNullable<Value>): void {
    this.#fill(place, at);
    const element = isText[place] ? arrayElement(String(value)) : String(value);
    this.#literals[place] += `${at === 0 ? '{' : ','}${element}`;
    this.#lengths[place] = at + 1;
  }

  /** Adds nulls until the column holds so many rows. */
  #fill(place: number, length: number): void {
    const filled = this.#lengths[place] ?? 0;
    if (filled >= length) return;
    this.#literals[place] +=
      (filled === 0 ? '{NULL' : ',NULL') + ',NULL'.repeat(length - filled - 1);
    this.#lengths[place] = length;
  }
}
