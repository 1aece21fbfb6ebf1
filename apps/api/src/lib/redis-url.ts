/** Where Redis is: one server, a Sentinel group or a Cluster. */
export type RedisTarget =
  | { readonly kind: 'single'; readonly url: string }
  | (Access & {
      readonly kind: 'sentinel';
      readonly nodes: readonly RedisNode[];
      readonly masterName: string;
      readonly database: number;
    })
  | (Access & { readonly kind: 'cluster'; readonly nodes: readonly RedisNode[] });

export type RedisNode = { readonly host: string; readonly port: number };

type Access = { readonly username?: string; readonly password?: string; readonly tls: boolean };

/**
 * Reads REDIS_URL:
 * `redis://[user:password@]host[:6379][/database]`,
 * `redis+sentinel://[user:password@]host[:26379],host…/master-name[/database]`,
 * `redis+cluster://[user:password@]host[:6379],host…`;
 * `rediss` in place of `redis` speaks TLS. Throws a sentence that names what is wrong.
 */
export function parseRedisUrl(url: string): RedisTarget {
  const parts = /^(rediss?)(\+sentinel|\+cluster)?:\/\/(?:([^@/]*)@)?([^@/]*)(?:\/(.*))?$/.exec(
    url,
  );
  if (parts === null) {
    throw new Error('REDIS_URL must start with redis://, redis+sentinel:// or redis+cluster://.');
  }
  const [, scheme, topology, credentials, hosts = '', path = ''] = parts;
  if (topology === undefined) return { kind: 'single', url };
  const access: Access = { ...readCredentials(credentials), tls: scheme === 'rediss' };
  if (topology === '+cluster') {
    return { kind: 'cluster', nodes: readNodes(hosts, 6379), ...access };
  }
  const [masterName = '', database = '0'] = path.split('/');
  if (masterName === '') {
    throw new Error('REDIS_URL with redis+sentinel:// must name the master: …/master-name.');
  }
  return {
    kind: 'sentinel',
    nodes: readNodes(hosts, 26_379),
    masterName,
    database: Number(database),
    ...access,
  };
}

function readCredentials(text: string | undefined): { username?: string; password?: string } {
  if (text === undefined || text === '') return {};
  const at = text.indexOf(':');
  if (at < 0) return { password: decodeURIComponent(text) };
  const username = decodeURIComponent(text.slice(0, at));
  const password = decodeURIComponent(text.slice(at + 1));
  return username === '' ? { password } : { username, password };
}

function readNodes(hosts: string, defaultPort: number): RedisNode[] {
  return hosts.split(',').map((node) => {
    const [, host, port] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(node) ?? [];
    if (host === undefined) throw new Error(`REDIS_URL names no host in "${node}".`);
    const bare = host.replace(/^\[|\]$/g, '');
    return { host: bare, port: port === undefined ? defaultPort : Number(port) };
  });
}
