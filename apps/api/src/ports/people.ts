/** A person as the identity provider vouches for them; roles are names of ours, checked by the edge. */
export type VerifiedPerson = {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  /** What people read: a full name, else the e-mail address, else the subject. */
  readonly name: string;
  readonly roles: readonly string[];
  /** Tenants by UUID or slug; null when the provider does not say, and invitations decide. */
  readonly tenants: readonly string[] | null;
  /** When the token or session behind this ends, in milliseconds since the epoch. */
  readonly expiresAtMs: number;
};

/** A bearer token that cannot be accepted; `reason` completes "The bearer token ". */
export class InvalidTokenError extends Error {
  override name = 'InvalidTokenError';
}

/** The identity provider cannot be asked right now. */
export class IdentityUnavailableError extends Error {
  override name = 'IdentityUnavailableError';
}

/** Checks bearer tokens of the one issuer this server trusts. */
export interface TokenVerifier {
  /** Throws InvalidTokenError, or IdentityUnavailableError when its keys cannot be fetched. */
  verify(token: string): Promise<VerifiedPerson>;
}

/** A role that an invitation or an operator gave, in one tenant or (null) in all of them. */
export type Membership = { readonly tenantId: number | null; readonly role: string };

/** Roles given here rather than by the identity provider. */
export interface MemberDirectory {
  rolesOf(
    person: Pick<VerifiedPerson, 'issuer' | 'subject' | 'email' | 'emailVerified'>,
  ): Promise<readonly Membership[]>;
}
