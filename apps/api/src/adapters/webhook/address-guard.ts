import { BlockList, isIP } from 'node:net';

/** Where webhooks may go: anywhere but private networks, to this machine as well, or anywhere at all. */
export type Reach = 'public' | 'loopback' | 'any';

const loopback = listOf(['127.0.0.0/8', '::1/128']);
const notPublic = listOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/127',
  '64:ff9b::/96',
  '100::/64',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]);

/** Whether messages may be sent to an address: what only this network reaches is nobody's webhook (rule E7). */
export function isReachable(address: string, reach: Reach): boolean {
  const plain = address.toLowerCase().startsWith('::ffff:') ? mapped(address) : address;
  const version = isIP(plain);
  if (version === 0) return false;
  if (reach === 'any') return true;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (reach === 'loopback' && loopback.check(plain, family)) return true;
  return !notPublic.check(plain, family);
}

/** An IPv4 address that is written as IPv6 is judged as what it is; any other spelling of it is refused. */
function mapped(address: string): string {
  const tail = address.slice('::ffff:'.length);
  if (isIP(tail) === 4) return tail;
  const [high, low] = tail.split(':').map((part) => Number.parseInt(part, 16));
  if (high === undefined || low === undefined) return '';
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), isIP(network) === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
