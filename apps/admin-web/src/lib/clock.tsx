import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

/** The project's clock as last told by the server: a shift against real time, perhaps standing still. */
export type ProjectClock = { readonly offsetMs: number; readonly frozenAtMs: number | null };

const realClock: ProjectClock = { offsetMs: 0, frozenAtMs: null };

const ClockContext = createContext<{ clock: ProjectClock; nowMs: number }>({
  clock: realClock,
  nowMs: Date.now(),
});

const tickMs = 5_000;

/** Gives every relative time on the page one `now`, the project's, renewed every 5 s. */
export function ClockProvider({
  clock,
  children,
}: {
  clock: ProjectClock | null;
  children: ReactNode;
}) {
  const [realNowMs, setRealNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setRealNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  const value = useMemo(() => {
    const told = clock ?? realClock;
    return { clock: told, nowMs: told.frozenAtMs ?? realNowMs + told.offsetMs };
  }, [clock, realNowMs]);
  return <ClockContext value={value}>{children}</ClockContext>;
}

/** Gives what stands inside another now: that of a tenant whose clock the project's is not, as it read when it was asked. */
export function ClockAt({ asOf, children }: { asOf: string; children: ReactNode }) {
  const clock = useMemo(
    () => ({ offsetMs: Date.parse(asOf) - Date.now(), frozenAtMs: null }),
    [asOf],
  );
  return <ClockProvider clock={clock}>{children}</ClockProvider>;
}

/** The project's now in epoch milliseconds; it moves in steps of 5 s. */
export function useNowMs(): number {
  return useContext(ClockContext).nowMs;
}

export function useProjectClock(): ProjectClock {
  return useContext(ClockContext).clock;
}
