export type DomainState = 'pending' | 'verified' | 'removed';

/** How long the record's text says it is good for; the token itself stays the same. */
const challengeMs = 14 * 86_400_000;

/** A check is not asked again within this, so that nobody makes us flood a resolver (rule C4). */
export const checkAgainAfterMs = 10_000;

export type ChallengeRecord = {
  readonly name: string;
  readonly type: 'TXT';
  readonly value: string;
};

/** The record with which a tenant proves that a name is its own (rule C4). */
export function challengeOf({
  name,
  token,
  createdAtMs,
}: {
  readonly name: string;
  readonly token: string;
  readonly createdAtMs: number;
}): ChallengeRecord {
  const expiry = new Date(createdAtMs + challengeMs).toISOString().slice(0, 10);
  return {
    name: `_pxl8-challenge.${name}`,
    type: 'TXT',
    value: `token=${token} expiry=${expiry}`,
  };
}

/** What a lookup of the record came to. `failed` says nothing about the name: the resolver did not answer. */
export type TxtLookup =
  | { readonly result: 'found'; readonly records: readonly string[] }
  | { readonly result: 'none' }
  | { readonly result: 'failed'; readonly reason: string };

export type DomainCheck = {
  readonly at: Date;
  readonly result: 'verified' | 'not_found' | 'wrong_value' | 'unavailable';
  /** What the TXT records say, cut short. */
  readonly found: readonly string[];
  /** What to change, or that waiting helps. */
  readonly advice: string;
};

const foundMax = 10;
const foundCharactersMax = 255;

/**
 * What a lookup proves: any record whose token is the one expected is enough (rule C4). A resolver that
 * failed proves nothing either way.
 */
export function judgeChallenge(
  lookup: TxtLookup,
  { record, token, at }: { readonly record: ChallengeRecord; readonly token: string; at: Date },
): DomainCheck {
  if (lookup.result === 'failed') {
    const advice = `The name could not be looked up (${lookup.reason}). Nothing has changed; try again.`;
    return { at, result: 'unavailable', found: [], advice };
  }
  if (lookup.result === 'none' || lookup.records.length === 0) {
    const advice = `There is no TXT record at ${record.name} yet. Add one with the value "${record.value}"; new records can take a while to be seen.`;
    return { at, result: 'not_found', found: [], advice };
  }
  const found = lookup.records.slice(0, foundMax).map((text) => text.slice(0, foundCharactersMax));
  const isProven = lookup.records.some((text) =>
    text.trim().split(/\s+/).includes(`token=${token}`),
  );
  return isProven
    ? { at, result: 'verified', found, advice: 'The record is there.' }
    : {
        at,
        result: 'wrong_value',
        found,
        advice: `${record.name} has TXT records, none of them with "token=${token}". Set the value to "${record.value}".`,
      };
}
