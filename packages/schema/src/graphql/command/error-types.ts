import type { RejectionCode } from '../../contract/rejections.ts';
import { rejectionCodes } from '../../contract/rejections.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../values-of.ts';
import * as errors from './rejection-errors.ts';

const RejectionCodeEnum = builder.enumType('RejectionCode', {
  description: 'Every expected failure of a command.',
  values: valuesOf<RejectionCode>(rejectionCodes),
});

const ErrorInterface = builder.interfaceRef<errors.RejectionError>('Error').implement({
  description: 'Why a command was declined. Nothing was changed.',
  fields: (t) => ({
    code: t.expose('code', { type: RejectionCodeEnum }),
    message: t.exposeString('message', {
      description: 'A sentence for people: what did not happen, and what would make it work.',
    }),
    field: t.exposeString('field', {
      nullable: true,
      description: 'The input field at fault, if one is.',
    }),
  }),
});

const FieldIssueRef = builder.objectRef<errors.FieldIssue>('FieldIssue').implement({
  fields: (t) => ({ field: t.exposeString('field'), message: t.exposeString('message') }),
});

const interfaces = [ErrorInterface];

builder.objectType(errors.NotFoundError, { name: 'NotFoundError', interfaces });
builder.objectType(errors.AlreadyExistsError, { name: 'AlreadyExistsError', interfaces });
builder.objectType(errors.PlanInactiveError, { name: 'PlanInactiveError', interfaces });
builder.objectType(errors.InsufficientFundsError, { name: 'InsufficientFundsError', interfaces });
builder.objectType(errors.NothingToDoError, { name: 'NothingToDoError', interfaces });
builder.objectType(errors.IdempotencyMismatchError, {
  name: 'IdempotencyMismatchError',
  interfaces,
});
builder.objectType(errors.InProgressError, {
  name: 'InProgressError',
  interfaces,
  fields: (t) => ({ retryAfterSeconds: t.exposeInt('retryAfterSeconds', { nullable: true }) }),
});
builder.objectType(errors.KeyConflictError, { name: 'KeyConflictError', interfaces });
builder.objectType(errors.InvalidValueError, {
  name: 'InvalidValueError',
  interfaces,
  fields: (t) => ({ issues: t.expose('issues', { type: [FieldIssueRef] }) }),
});
builder.objectType(errors.NotAllowedError, { name: 'NotAllowedError', interfaces });
builder.objectType(errors.SubscriptionExistsError, { name: 'SubscriptionExistsError', interfaces });
builder.objectType(errors.StripeNotConfiguredError, {
  name: 'StripeNotConfiguredError',
  interfaces,
});
