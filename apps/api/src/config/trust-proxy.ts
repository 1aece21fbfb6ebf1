import { isIP } from 'node:net';
import { bad, good, type VariableKind } from './variable-kind.ts';

/** Whose `X-Forwarded-*` headers count: nobody's, those of so many proxies, or those of the named addresses. */
export type TrustProxy = false | number | readonly string[];

/** A proxy that is trusted without being named could be anybody, so `true` is refused. */
export const trustProxy: VariableKind<TrustProxy> = {
  form: 'off, a number of proxies, or addresses such as 10.0.0.0/8,127.0.0.1',
  parse: (input) => {
    if (['off', '0', 'false', 'no'].includes(input.toLowerCase())) return good(false);
    if (/^[1-9]$/.test(input)) return good(Number(input));
    const addresses = input.split(',').map((address) => address.trim());
    return addresses.every(isAddressRange)
      ? good(addresses)
      : bad('must be off, the number of proxies in front, or their addresses');
  },
};

function isAddressRange(range: string): boolean {
  const [address = '', bits, more] = range.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
}
