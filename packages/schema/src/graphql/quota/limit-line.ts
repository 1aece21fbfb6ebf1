import type { LimitLine } from '@purser/domain/breakdown/limit-line';
import { builder } from '../builder.ts';
import { LimitFieldEnum } from './limits.ts';

const count = { type: 'BigInt' } as const;
const instant = { type: 'DateTime', nullable: true } as const;

export const LimitLineRef = builder.objectRef<LimitLine>('LimitLine').implement({
  description:
    'One limit of one scope as arithmetic: base + added = effective − used − held = remaining.',
  fields: (t) => ({
    limit: t.expose('limit', { type: LimitFieldEnum }),
    scope: t.exposeString('scope', { description: '`*` or a bundle.' }),
    window: t.exposeString('window', {
      nullable: true,
      description: 'What the window is, in words; null for concurrency.',
    }),
    base: t.expose('base', { ...count, nullable: true, description: 'Null = unlimited.' }),
    replacedByGrantId: t.exposeString('replacedBy', { nullable: true }),
    added: t.expose('added', count),
    effective: t.expose('effective', {
      ...count,
      nullable: true,
      description: 'Null = unlimited.',
    }),
    used: t.expose('used', count),
    held: t.expose('held', count),
    remaining: t.expose('remaining', { ...count, nullable: true }),
    over: t.expose('over', { ...count, description: 'What is counted beyond the limit.' }),
    percent: t.exposeFloat('percent', { nullable: true }),
    resetsAt: t.expose('resetsAt', instant),
    bindsAt: t.expose('bindsAt', {
      ...instant,
      description: 'When this limit binds at the pace of the last 24 hours.',
    }),
  }),
});
