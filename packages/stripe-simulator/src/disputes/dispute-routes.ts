import { z } from 'zod';
import { flag, metadata, text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route } from '../http/route.ts';
import { changeDispute, closeDispute } from './open-dispute.ts';

const filters = { ...paging, charge: text.optional(), payment_intent: text.optional() };

const change = {
  evidence: z.strictObject({ uncategorized_text: text.optional() }).optional(),
  metadata: metadata.optional(),
  submit: flag.default(true),
};

/** In Stripe's test mode these texts decide a dispute. */
const decidedBy: { readonly [text: string]: 'won' | 'lost' } = {
  winning_evidence: 'won',
  losing_evidence: 'lost',
};

export const disputeRoutes: readonly Route[] = [
  get('/v1/disputes', filters, (input, { world, path }) => {
    const disputes = world.tables.disputes
      .all()
      .filter(({ charge }) => charge === (input.charge ?? charge))
      .filter(({ payment_intent }) => payment_intent === (input.payment_intent ?? payment_intent));
    return pageOf(disputes, input, path);
  }),
  get('/v1/disputes/:id', {}, (_input, { world, id }) => world.tables.disputes.require(id)),
  post('/v1/disputes/:id', change, (input, { world, id }) => {
    const before = world.tables.disputes.require(id);
    const said = input.evidence?.uncategorized_text;
    const isSubmitted = said !== undefined && input.submit;
    const after = changeDispute(world, before, {
      metadata: mergeMetadata(before.metadata, input.metadata),
      ...(said !== undefined && {
        evidence: { ...before.evidence, uncategorized_text: said },
        evidence_details: {
          ...before.evidence_details,
          has_evidence: true,
          submission_count: before.evidence_details.submission_count + (isSubmitted ? 1 : 0),
          submission_method: isSubmitted ? ('manual' as const) : ('not_submitted' as const),
        },
      }),
      ...(isSubmitted && { status: 'under_review' as const }),
    });
    const end = isSubmitted ? decidedBy[said] : undefined;
    return end === undefined ? after : closeDispute(world, id, end);
  }),
  post('/v1/disputes/:id/close', {}, (_input, { world, id }) => closeDispute(world, id, 'lost')),
];
