/** A person of the built-in identity provider; it asks for no password and runs on one's own machine only. */
export type DemoPerson = {
  readonly role: string;
  readonly email: string;
  readonly name: string;
  /** What they may do, for the sign-in page. */
  readonly about: string;
};

/** One person per role, named by the role. */
export const demoPeople: readonly DemoPerson[] = [
  person('admin', 'Admin', 'Everything in this tenant: plans, quotas, keys, jobs and money.'),
  person('finance', 'Finance', 'Budgets, wallets and prices; reads everything else.'),
  person('support', 'Support', 'Users, grants and resets; reads everything else.'),
  person('viewer', 'Viewer', 'Reads everything, changes nothing.'),
  person('super-admin', 'Super-admin', 'Everything in every tenant.'),
  person('owner', 'Tenant owner', "A customer's owner: the portal, its keys and its plan."),
  person('member', 'Tenant member', "A customer's member: the portal, to read."),
];

/** The person of a role, or undefined. */
export function demoPersonOf(role: string): DemoPerson | undefined {
  return demoPeople.find((one) => one.role === role);
}

/** Everything a demo person's tokens say. The role claim has Keycloak's form. */
export function demoClaims({ email, name, role }: DemoPerson) {
  return { email, email_verified: true, name, realm_access: { roles: [role] } };
}

function person(role: string, name: string, about: string): DemoPerson {
  return { role, email: `${role}@demo.test`, name, about };
}
