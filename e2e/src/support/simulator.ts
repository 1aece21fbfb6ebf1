import type { Purser } from './purser.ts';

/** The simulator that a server has brought up beside itself. */
export type Simulator = {
  readonly url: string;
  /** One of its control functions, by name. */
  readonly do: (name: string, input?: Record<string, unknown>) => Promise<Record<string, unknown>>;
};

export async function simulatorOf(purser: Purser): Promise<Simulator> {
  const { stripeStatus } = (await purser.graphql('{ stripeStatus { dashboardUrl } }')) as {
    stripeStatus: { dashboardUrl: string };
  };
  const url = stripeStatus.dashboardUrl;
  return {
    url,
    do: async (name, input = {}) => {
      const response = await fetch(`${url}/_simulator/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      if (!response.ok) throw new Error(`${name} answered ${JSON.stringify(answer)}`);
      return answer;
    },
  };
}
