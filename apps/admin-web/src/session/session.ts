import { isPermission, type Permission } from '@purser/domain/access/permissions';
import * as z from 'zod/mini';

/** Who is signed in, as `/auth/me` tells it. */
export type Session = {
  readonly name: string;
  readonly role: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly tenant: string;
  readonly project: string;
  /** Demo people may sign in although strangers can reach this server: said on every page. */
  readonly demoBanner: boolean;
};

export type SessionState =
  | { readonly status: 'asking' }
  | { readonly status: 'signed-in'; readonly session: Session }
  | { readonly status: 'signed-out' }
  /** Somebody is signed in, but holds no role here. */
  | { readonly status: 'no-role'; readonly name: string }
  | { readonly status: 'unreachable' };

const answerShape = z.object({
  name: z.string(),
  role: z.string(),
  permissions: z.array(z.string()),
  tenant: z.object({ slug: z.string() }),
  project: z.object({ slug: z.string() }),
  demo_banner: z.catch(z.boolean(), false),
});

/** Asks the server who is signed in. Never throws: every way to fail is a state with a page of its own. */
export async function fetchSession(): Promise<SessionState> {
  try {
    const response = await fetch('/auth/me', { headers: { accept: 'application/json' } });
    if (response.status === 401) return { status: 'signed-out' };
    if (response.status === 403) return { status: 'no-role', name: await nameIn(response) };
    if (!response.ok) return { status: 'unreachable' };
    return sessionOf(await response.json());
  } catch {
    return { status: 'unreachable' };
  }
}

/** `/auth/me` as a state; permissions this dashboard does not know are left out. */
export function sessionOf(answer: unknown): SessionState {
  const parsed = answerShape.safeParse(answer);
  if (!parsed.success) return { status: 'unreachable' };
  const { name, role, tenant, project } = parsed.data;
  const permissions = new Set(parsed.data.permissions.filter(isPermission));
  if (permissions.size === 0) return { status: 'no-role', name };
  const demoBanner = parsed.data.demo_banner;
  const session = {
    name,
    role,
    permissions,
    tenant: tenant.slug,
    project: project.slug,
    demoBanner,
  };
  return { status: 'signed-in', session };
}

async function nameIn(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  const named = z.object({ name: z.string() }).safeParse(body);
  return named.success ? named.data.name : 'You';
}

/** Where signing in starts; it ends on the page it started from. */
export function loginUrl(returnTo: string): string {
  return `/auth/login?return_to=${encodeURIComponent(returnTo)}`;
}
