import {
  type GraphQLField,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { rejectionCodes } from '../../contract/rejections.ts';
import { schema } from '../schema.ts';
import { runOperation } from '../testing/run-operation.ts';
import { stubUseCases } from '../testing/stub-use-cases.ts';
import { minimalOperation } from '../testing/write-operation.ts';

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {}) as GraphQLField<
  unknown,
  unknown
>[];

describe.each(mutations)('$name', (field) => {
  test('takes idempotencyKey, reason and dryRun', () => {
    const input = getNamedType(field.args[0]?.type);
    if (!isInputObjectType(input)) throw new Error('It takes no input object.');
    expect(Object.keys(input.getFields())).toEqual(
      expect.arrayContaining(['idempotencyKey', 'reason', 'dryRun']),
    );
  });

  test('answers its payload or one of the typed errors', () => {
    const union = getNamedType(field.type);
    if (!isUnionType(union)) throw new Error('It answers no union.');
    const names = union.getTypes().map((type) => type.getInterfaces().map(({ name }) => name));
    expect(names.filter((interfaces) => interfaces.includes('CommandPayload'))).toHaveLength(1);
    expect(names.filter((interfaces) => interfaces.includes('Error'))).toHaveLength(
      rejectionCodes.length,
    );
  });

  test('hands key, reason and dry run to the command', async () => {
    const { useCases, calls } = stubUseCases();
    const document = minimalOperation('mutation', field).replace(
      'input: {',
      'input: { idempotencyKey: "k-1", dryRun: true, ' +
        (field.name === 'suspendUser' ? '' : 'reason: "why", '),
    );
    const { errors } = await runOperation({ document, useCases });
    expect(errors).toBeUndefined();
    const meta = calls.at(-1)?.meta;
    expect(meta).toMatchObject({ idempotencyKey: 'k-1', dryRun: true });
    expect(meta?.reason).toBeDefined();
  });
});

test.each(rejectionCodes)('the rejection %s is a member of the result union', async (code) => {
  const rejection = { code, message: 'It did not happen.', field: 'userId', retryAfterSeconds: 1 };
  const { useCases } = stubUseCases({ rejection });
  const document = `mutation { grantTrial(input: { userId: "ada" }) {
    __typename ... on Error { code message field }
  } }`;
  const { data, errors } = await runOperation({ document, useCases });
  expect(errors).toBeUndefined();
  const pascal = code.replace(/(^|_)(.)/g, (_all, _line, letter: string) => letter.toUpperCase());
  expect(data?.grantTrial).toEqual({
    __typename: `${pascal}Error`,
    code: code.toUpperCase(),
    message: 'It did not happen.',
    field: 'userId',
  });
});

test('every type that implements Error or CommandPayload is an object of the schema', () => {
  for (const name of ['Error', 'CommandPayload']) {
    const type = schema.getType(name);
    if (!isInterfaceType(type)) throw new Error(`${name} is no interface.`);
    expect(schema.getPossibleTypes(type).every(isObjectType)).toBe(true);
  }
});

test.each([
  ['userId', 'userId: "", amountUsd: "1"', 'May not be empty.'],
  ['amountUsd', 'userId: "ada", amountUsd: "-1"', 'Must be above zero.'],
  ['expiresInDays', 'userId: "ada", amountUsd: "1", expiresInDays: 0', 'Is at least 1 day.'],
  [
    'notes',
    'userId: "ada", amountUsd: "1", notes: "a\\u0000b"',
    'May not contain the character U+0000.',
  ],
])('a %s that cannot be is a typed error that names it', async (field, fields, message) => {
  const { useCases, calls } = stubUseCases();
  const document = `mutation { addWalletCredits(input: { ${fields} }) {
    ... on InvalidValueError { code field issues { field message } }
  } }`;
  const { data, errors } = await runOperation({ document, useCases });
  expect(errors).toBeUndefined();
  const issues = [{ field, message }];
  expect(data?.addWalletCredits).toEqual({ code: 'INVALID_VALUE', field, issues });
  expect(calls).toEqual([]);
});

test('a fault stays a fault: it is not shown as a rejection', async () => {
  const { useCases } = stubUseCases();
  const broken = { ...useCases, plan: { ...useCases.plan, upsert: () => Promise.reject(fault) } };
  const { errors } = await runOperation({
    document: 'mutation { upsertPlan(input: { planId: "pro" }) { __typename } }',
    useCases: broken,
  });
  expect(errors?.[0]?.originalError).toBe(fault);
});

const fault = new Error('The disk is gone.');
