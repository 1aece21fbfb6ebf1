import type { Permission } from '@purser/domain/access/permissions';
import { createContext, type ReactNode, useContext } from 'react';
import type { Session } from './session.ts';

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({
  session,
  children,
}: {
  readonly session: Session;
  readonly children: ReactNode;
}) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The signed-in person; only pages behind the sign-in may ask. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('No session: this component is used before signing in.');
  return session;
}

/** Whether to show an action. The server decides again. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.has(permission);
}
