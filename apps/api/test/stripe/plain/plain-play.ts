import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import type { Flow } from '../flows.ts';
import type { Decorate } from '../office.ts';
import type { Arrival } from '../orders.ts';
import { openRoom } from '../room.ts';
import type { Stage } from '../stage.ts';
import { plainEndState, textOf } from './plain-end-state.ts';
import { openPlainProject } from './plain-ports.ts';
import type { PlainRules } from './plain-stores.ts';

/** A flow that was played once; its events can be told in any order, as often as one likes. */
export type PlainFlow = {
  readonly types: readonly string[];
  /** What is there at the end when they are told so, each twice, and what was missed is reconciled; as a text. */
  readonly tell: (arrival: Arrival) => Promise<string>;
  readonly tellInOrder: () => Promise<string>;
  readonly close: () => Promise<void>;
};

export async function readRules({ world, plans }: Stage): Promise<PlainRules> {
  return world.deps.unitOfWork.run(world.ctx.scope, async (stores) => {
    const found = await Promise.all(Object.keys(plans).map((id) => stores.plans.find(id)));
    const value = {
      plans: found.flatMap((plan) => plan ?? []),
      settings: await stores.policies.settings(),
    };
    return { commit: false, value };
  });
}

export async function playPlain(
  stage: Stage,
  rules: PlainRules,
  flow: Flow,
  fault: Decorate = (ports) => ports,
): Promise<PlainFlow> {
  let scope: ProjectScope = stage.world.ctx.scope;
  const project = openPlainProject(rules, () => scope);
  const room = await openRoom(stage, (ports) => fault(project.decorate(ports)));
  scope = room.ctx.scope;
  await flow(room);
  const events = room.untold();
  project.freezeStripe();
  const before = project.state();
  const tell = async (arriving: readonly StripeEvent[], reconciles: boolean) => {
    project.setBack(before);
    await room.hear(arriving);
    await room.settle();
    if (reconciles) await room.reconcile();
    return textOf(plainEndState(project.state()));
  };
  return {
    types: events.map(({ type }) => type),
    tellInOrder: () => tell(events, false),
    tell: ({ order, dropped }) => {
      const told = order.filter((place) => place !== dropped).flatMap((at) => events[at] ?? []);
      return tell([...told.flatMap((event) => [event, event]), ...told], dropped !== null);
    },
    close: room.close,
  };
}
