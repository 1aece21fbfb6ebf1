import type { IncomingMessage, ServerResponse } from 'node:http';

/** A person one may pick on the sign-in page. */
export type PickablePerson = {
  readonly role: string;
  readonly email: string;
  readonly name: string;
  readonly about: string;
};

/** The built-in identity provider, as the HTTP edge mounts it. */
export interface DemoProvider {
  readonly people: readonly PickablePerson[];
  /** Answers a protocol request under the provider's own prefix. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Whether a sign-in is under way in this browser. */
  isAwaited(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Signs in as a person; answers where to send the browser, or null when nothing is under way or nobody has that address. */
  choose(request: IncomingMessage, response: ServerResponse, email: string): Promise<string | null>;
}
