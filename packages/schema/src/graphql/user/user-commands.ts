import type { UserView } from '../../contract/views.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText, reasonText } from '../text.ts';
import { UserRef } from './user.ts';
import { UserRole } from './user-fields.ts';

function userPayload(name: string) {
  return payloadRef<UserView>(name).implement({
    interfaces: [CommandPayload],
    fields: (t) => ({ user: t.field({ type: UserRef, resolve: ({ value }) => value }) }),
  });
}

const SetUserRoleInput = builder.inputType('SetUserRoleInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    role: t.field({ type: UserRole, required: true }),
    ...commandFields(t),
  }),
});

builder.mutationField('setUserRole', (t) =>
  t.field({
    type: userPayload('SetUserRolePayload'),
    errors: {},
    authScopes: { permission: 'user:write' },
    args: { input: t.arg({ type: SetUserRoleInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.user.setRole(ctx, { userId: input.userId, role: input.role }, metaOf(input)),
      ),
  }),
);

const SuspendUserInput = builder.inputType('SuspendUserInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    ...commandFields(t),
    reason: t.string({
      required: true,
      validate: reasonText,
      description: 'Why; operators and the audit log read it.',
    }),
  }),
});

builder.mutationField('suspendUser', (t) =>
  t.field({
    type: userPayload('SuspendUserPayload'),
    errors: {},
    authScopes: { permission: 'user:write' },
    args: { input: t.arg({ type: SuspendUserInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(await useCases.user.suspend(ctx, { userId: input.userId }, metaOf(input))),
  }),
);

const ResumeUserInput = builder.inputType('ResumeUserInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    ...commandFields(t),
  }),
});

builder.mutationField('resumeUser', (t) =>
  t.field({
    type: userPayload('ResumeUserPayload'),
    errors: {},
    authScopes: { permission: 'user:write' },
    args: { input: t.arg({ type: ResumeUserInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(await useCases.user.resume(ctx, { userId: input.userId }, metaOf(input))),
  }),
);
