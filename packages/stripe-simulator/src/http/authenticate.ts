import { ApiError } from './api-error.ts';

/** Takes the key of a request, as a bearer token or as the user of basic authentication, and refuses any other. */
export function authenticate(
  header: string | undefined,
  isAccepted: (key: string) => boolean,
): void {
  const key = keyOf(header);
  if (key === null) {
    throw refused(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (!isAccepted(key)) throw refused(`Invalid API Key provided: ${hidden(key)}`);
}

function keyOf(header: string | undefined): string | null {
  const [scheme = '', credentials = ''] = (header ?? '').split(' ');
  if (/^bearer$/i.test(scheme) && credentials !== '') return credentials;
  if (!/^basic$/i.test(scheme)) return null;
  const [user = ''] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return user === '' ? null : user;
}

function refused(message: string): ApiError {
  return new ApiError(401, { type: 'invalid_request_error', message });
}

function hidden(key: string): string {
  return `${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`;
}
