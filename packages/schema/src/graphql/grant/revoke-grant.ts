import type { RevokeGrants } from '../../contract/inputs.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { uuidOf } from '../global-id.ts';
import { globalIdText, idText } from '../text.ts';

const AdditionsOfInput = builder.inputType('AdditionsOfInput', {
  description: 'All add grants of one user in one bundle.',
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    bundleId: t.string({ required: true, defaultValue: '*', validate: idText }),
  }),
});

const RevokeGrantTarget = builder.inputType('RevokeGrantTarget', {
  isOneOf: true,
  fields: (t) => ({
    grantId: t.id({ validate: globalIdText, description: 'One grant, by global id or uuid.' }),
    additionsOf: t.field({ type: AdditionsOfInput }),
    overridesOf: t.string({ validate: idText, description: 'All overrides of this user id.' }),
  }),
});

const RevokeGrantInput = builder.inputType('RevokeGrantInput', {
  fields: (t) => ({
    target: t.field({ type: RevokeGrantTarget, required: true }),
    ...commandFields(t),
  }),
});

type Revoked = { readonly userId: string; readonly grantIds: readonly string[] };

const RevokeGrantPayload = payloadRef<Revoked>('RevokeGrantPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    userId: t.string({ resolve: ({ value }) => value.userId }),
    grantIds: t.stringList({ resolve: ({ value }) => [...value.grantIds] }),
  }),
});

builder.mutationField('revokeGrant', (t) =>
  t.field({
    type: RevokeGrantPayload,
    errors: {},
    authScopes: { permission: 'grant:write' },
    args: { input: t.arg({ type: RevokeGrantInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(await useCases.grant.revoke(ctx, readTarget(input.target), metaOf(input))),
  }),
);

type Target = {
  readonly grantId?: string | null | undefined;
  readonly additionsOf?: { readonly userId: string; readonly bundleId: string } | null | undefined;
  readonly overridesOf?: string | null | undefined;
};

function readTarget({ grantId, additionsOf, overridesOf }: Target): RevokeGrants {
  if (grantId != null) return { grantId: uuidOf('Grant', grantId, 'target.grantId') };
  if (additionsOf != null) return { ...additionsOf, mode: 'add' };
  return { userId: overridesOf ?? '', mode: 'replace' };
}
