import type { RequestContext } from '@purser/schema/contract/request-context';
import type { Clock } from '../ports/clock.ts';

/** The project's instant, taken once per query (rule L9). */
export async function projectNow({ clock }: { clock: Clock }, ctx: RequestContext): Promise<Date> {
  return new Date(await clock.nowMs(ctx.scope));
}
