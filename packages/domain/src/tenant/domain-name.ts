import { accepted, type Outcome, rejected } from '../outcome.ts';

export type DomainNameRejection = { readonly code: 'invalid_domain'; readonly why: string };

const nameCharactersMax = 253;
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/**
 * A host name in the one form it is stored and compared in (rule C4): without its final dot, as A-labels,
 * in lower case. Refuses what no tenant can own: addresses, single labels, names beyond DNS.
 * `toAscii` is IDNA's ToASCII; it answers an empty text for what has no such form.
 */
export function normaliseDomain(
  given: string,
  toAscii: (name: string) => string,
): Outcome<string, DomainNameRejection> {
  const trimmed = given.trim().replace(/[.。]$/u, '');
  if (/[\s/:@?#%*[\]\\]/u.test(trimmed) || trimmed === '') return refused('is no host name');
  const name = toAscii(trimmed).toLowerCase();
  if (name === '') return refused('is no host name');
  if (name.length > nameCharactersMax) {
    return refused(`has more than ${nameCharactersMax} characters`);
  }
  const labels = name.split('.');
  if (labels.length < 2) return refused('has one label; a domain has at least two');
  if (!labels.every((one) => label.test(one))) {
    return refused('has a label that is not 1 to 63 of letters, digits and inner dashes');
  }
  // The last label of an IPv4 address is a number; no top-level domain is.
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')) return refused('is an address');
  return accepted(name);
}

function refused(why: string) {
  return rejected({ code: 'invalid_domain' as const, why });
}
