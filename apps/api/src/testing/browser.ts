/** A browser as far as signing in needs one: it keeps cookies by path and follows redirects by hand. */
export type Browser = {
  readonly go: (url: string, init?: RequestInit) => Promise<Response>;
  /** Follows redirects until a page. */
  readonly follow: (url: string, init?: RequestInit) => Promise<Response>;
  readonly cookie: (name: string) => string | undefined;
};

type Cookie = { readonly value: string; readonly path: string };

const hopsMax = 12;

export function browser(base: string): Browser {
  const jar = new Map<string, Cookie>();
  const go = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const target = new URL(url, base);
    const answer = await fetch(target, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: cookiesFor(jar, target.pathname) },
    });
    for (const line of answer.headers.getSetCookie()) keep(jar, line);
    return answer;
  };
  return {
    go,
    cookie: (name) => jar.get(name)?.value,
    async follow(url, init) {
      let answer = await go(url, init);
      for (let hops = 0; hops < hopsMax; hops += 1) {
        const next = answer.headers.get('location');
        if (next === null) return answer;
        answer = await go(new URL(next, answer.url).href);
      }
      throw new Error('Too many redirects.');
    },
  };
}

function cookiesFor(jar: ReadonlyMap<string, Cookie>, pathname: string): string {
  return [...jar]
    .filter(([, { path }]) => pathname.startsWith(path))
    .map(([name, { value }]) => `${name}=${value}`)
    .join('; ');
}

function keep(jar: Map<string, Cookie>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const [name = '', value = ''] = pair.split(/=(.*)/s);
  const path = attributes.find((part) => /^path=/i.test(part))?.slice('path='.length) ?? '/';
  const isGone =
    value === '' ||
    attributes.some((part) => /^max-age=0$/i.test(part) || /^expires=thu, 01 jan 1970/i.test(part));
  if (isGone) jar.delete(name);
  else jar.set(name, { value, path });
}
