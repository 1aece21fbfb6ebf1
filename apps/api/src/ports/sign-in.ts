import type { VerifiedPerson } from './people.ts';

/** What must be remembered between sending a person to the identity provider and their return. */
export type PendingSignIn = {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Path of the dashboard to come back to. */
  readonly returnTo: string;
};

/** The person did not come back signed in: they refused, waited too long, or the answer is not ours. */
export class SignInError extends Error {
  override name = 'SignInError';
}

/** Signs people in to the dashboard by authorization code with PKCE. */
export interface SignIn {
  begin(returnTo: string): Promise<{ readonly url: string; readonly pending: PendingSignIn }>;
  /** Exchanges the code of the callback's full address. Throws SignInError. */
  complete(callbackUrl: string, pending: PendingSignIn): Promise<VerifiedPerson>;
  /** Where to send a person who signs out, so that the provider forgets them too; null when it has no such page. */
  endUrl(): Promise<string | null>;
}

/** Turns what the browser keeps for us into text it can neither read nor change, and back. */
export interface Sealer {
  seal(value: object, expiresAtMs: number): Promise<string>;
  /** Null for what was not sealed by us, for another purpose, or has expired. */
  open(text: string): Promise<unknown>;
}
