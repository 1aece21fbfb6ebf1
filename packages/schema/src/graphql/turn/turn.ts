import type { TurnView } from '../../contract/turn-views.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../relay/connection.ts';
import { ownData } from '../user/user-fields.ts';
import { valuesOf } from '../values-of.ts';
import { TurnDecisionRef } from './decision.ts';

export const TurnState = builder.enumType('TurnState', {
  values: valuesOf(['admitted', 'settled', 'released', 'expired']),
});

export const TurnRef = builder.objectRef<TurnView>('Turn');

builder.node(TurnRef, {
  description: 'One unit of work: admitted, runs, settled or released.',
  authScopes: ownData('turn:read'),
  id: { resolve: ({ turnId }) => turnId },
  loadOne: async (turnId, { ctx, useCases }) => (await useCases.turn.lineage(ctx, { turnId })).turn,
  fields: (t) => ({
    turnId: t.exposeString('turnId', { description: 'The caller’s own id of the turn.' }),
    decisionId: t.exposeString('decisionId', {
      description: 'The id that the admission answered.',
    }),
    userId: t.exposeString('userId'),
    bundleId: t.exposeString('bundleId', { nullable: true }),
    class: t.exposeString('class'),
    state: t.expose('state', { type: TurnState }),
    planId: t.exposeString('planId'),
    planSource: t.exposeString('planSource'),
    estimateTokens: t.expose('estimateTokens', { type: 'BigInt' }),
    heldTokens: t.expose('heldTokens', { type: 'BigInt' }),
    providers: t.stringList({ resolve: ({ providers }) => [...providers] }),
    decision: t.expose('decision', {
      type: TurnDecisionRef,
      description: 'What admission answered: limits, grants used, holds.',
    }),
    admittedAt: t.expose('admittedAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true }),
    outcome: t.exposeString('outcome', { nullable: true }),
    costUsd: t.expose('costMicroUsd', { type: 'Usd', nullable: true }),
    tokensCharged: t.expose('tokensCharged', { type: 'BigInt', nullable: true }),
    usage: t.expose('usage', { type: 'JSON', nullable: true }),
    result: t.expose('result', {
      type: 'JSON',
      nullable: true,
      description: 'What settling answered: who paid what, what was absorbed, flags.',
    }),
  }),
});

export const TurnConnection = connectionOf('Turn', TurnRef);
