import { z } from 'zod';
import {
  type AlertRecipientsView,
  alertKinds,
  type MailSettings,
  recipientsMax,
} from '../../contract/notification.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { valuesOf } from '../values-of.ts';

const AlertKindEnum = builder.enumType('AlertKind', {
  description: 'What an alert is about.',
  values: valuesOf(alertKinds),
});

const AlertRecipientsRef = builder.objectRef<AlertRecipientsView>('AlertRecipients').implement({
  description: 'Who is told of one kind of alert by mail.',
  fields: (t) => ({
    kind: t.expose('kind', { type: AlertKindEnum }),
    addresses: t.stringList({ resolve: ({ addresses }) => [...addresses] }),
    isDefault: t.exposeBoolean('isDefault', {
      description: 'Nobody has chosen: the addresses are those of ADMIN_EMAILS.',
    }),
    updatedBy: t.exposeString('updatedBy', { nullable: true }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', nullable: true }),
  }),
});

const MailSettingsRef = builder.objectRef<MailSettings>('MailSettings').implement({
  description: 'Who is told of alerts by mail, and how mails leave.',
  fields: (t) => ({
    hasMailServer: t.exposeBoolean('hasMailServer', {
      description: 'Without a mail server, mails are lines of the log.',
    }),
    defaultAddresses: t.stringList({
      description: 'ADMIN_EMAILS.',
      resolve: ({ defaultAddresses }) => [...defaultAddresses],
    }),
    recipients: t.field({
      type: [AlertRecipientsRef],
      description: 'One entry for each kind.',
      resolve: ({ recipients }) => [...recipients],
    }),
  }),
});

builder.queryField('mailSettings', (t) =>
  t.field({
    type: MailSettingsRef,
    authScopes: { permission: 'event:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.notification.mailSettings(ctx, {}),
  }),
);

const addressList = z
  .array(z.email('Must be mail addresses such as ann@example.com.').max(254, 'Is too long.'))
  .max(recipientsMax, `Has at most ${recipientsMax} addresses.`);

const SetAlertRecipientsInput = builder.inputType('SetAlertRecipientsInput', {
  fields: (t) => ({
    kind: t.field({ type: AlertKindEnum, required: true }),
    addresses: t.stringList({
      validate: addressList,
      description: 'None tells nobody; null goes back to ADMIN_EMAILS.',
    }),
    ...commandFields(t),
  }),
});

const SetAlertRecipientsPayload = payloadRef<AlertRecipientsView>(
  'SetAlertRecipientsPayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    recipients: t.field({ type: AlertRecipientsRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('setAlertRecipients', (t) =>
  t.field({
    type: SetAlertRecipientsPayload,
    errors: {},
    description: 'Chooses who is told of one kind of alert by mail.',
    authScopes: { permission: 'project:write' },
    args: { input: t.arg({ type: SetAlertRecipientsInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { kind, addresses } = input;
      const chosen = { kind, addresses: addresses ?? null };
      return settled(await useCases.notification.setRecipients(ctx, chosen, metaOf(input)));
    },
  }),
);
