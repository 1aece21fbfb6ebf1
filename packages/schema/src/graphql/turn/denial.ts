import type { DenialView } from '../../contract/turn-views.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../relay/connection.ts';
import { FundingCapacityRef } from './decision.ts';

export const DenialRef = builder.objectRef<DenialView>('Denial').implement({
  description: 'An admission that was denied, with every reason that held.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'Denial', id }) }),
    decisionId: t.exposeString('id', { description: 'The id that the admission answered.' }),
    userId: t.exposeString('userId'),
    turnId: t.exposeString('turnId'),
    bundleId: t.exposeString('bundleId', { nullable: true }),
    planId: t.exposeString('planId'),
    reasons: t.stringList({ resolve: ({ reasons }) => [...reasons] }),
    denials: t.expose('denials', {
      type: 'JSON',
      description:
        'Per reason: limit, used, held, or the money there was and was needed; when to try again, what would make it pass.',
    }),
    funding: t.expose('funding', {
      type: [FundingCapacityRef],
      description: 'Every money source looked at; empty where an older version kept none.',
    }),
    deniedAt: t.expose('deniedAt', { type: 'DateTime' }),
  }),
});

export const DenialConnection = connectionOf('Denial', DenialRef);
