/** Replaces what a value must not show: the password of a URL, or all of anything else. */
export function maskSecret(value: string): string {
  const [, scheme, credentials = '', host] =
    /^([a-z][a-z+]*:\/\/)(?:([^@/]*)@)?([^@?#]+)/.exec(value) ?? [];
  if (scheme === undefined || host === undefined) return '••••••••';
  const [user = '', password] = credentials.split(':');
  const shown =
    password === undefined ? user : [user, '••••'].filter((part) => part !== '').join(':');
  return shown === '' ? `${scheme}${host}` : `${scheme}${shown}@${host}`;
}
