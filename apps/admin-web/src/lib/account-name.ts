import { utcDate } from './instants.ts';

/** An account as transfers name it. */
export type AccountName = { readonly kind: string; readonly reference: string };

/** What people call an account: `project budget`, `anthropic spend`, `wallet lot 3f2a91c0`, `period to 22 Mar 2027`. */
export function accountName({ kind, reference }: AccountName): string {
  switch (kind) {
    case 'project':
      return 'project budget';
    case 'funding':
      return reference === '' ? 'funding' : `funding by ${reference}`;
    case 'spend':
      // Where held money will go is known only once the turn is settled.
      return reference === '' || reference === 'unsettled' ? 'spend' : `${reference} spend`;
    case 'wallet':
      return `wallet lot ${shortId(reference)}`;
    case 'period':
      return `period ${untilWords(reference)}`;
    default:
      return reference === '' ? kind : `${kind} ${shortId(reference)}`;
  }
}

/** A period's key ends with its end, by which people tell it from its neighbours: `to 22 Mar 2027`. */
function untilWords(periodKey: string): string {
  const end = /\d{4}-\d\d-\d\dT[\d:.]+Z$/.exec(periodKey)?.[0];
  return end === undefined ? shortId(periodKey) : `to ${utcDate(Date.parse(end))}`;
}

/** The beginning of a UUID, enough to tell it from its neighbours; other references stay whole. */
export function shortId(id: string): string {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(id) ? id.slice(-8) : id;
}
