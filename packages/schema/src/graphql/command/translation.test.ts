import { expect, test } from 'vitest';
import { runOperation } from '../testing/run-operation.ts';
import { stubUseCases } from '../testing/stub-use-cases.ts';

async function askedOf(document: string) {
  const { useCases, calls } = stubUseCases();
  const { errors } = await runOperation({ document: `mutation { ${document} }`, useCases });
  expect(errors).toBeUndefined();
  return calls.at(-1)?.input;
}

test('an absent limit stays absent and a null one clears', async () => {
  const input = await askedOf(`setQuotaPolicy(input: {
    planId: "pro", limits: { requestsPerDay: "0", maxConcurrent: null }
  }) { __typename }`);
  expect(input).toMatchObject({ planId: 'pro', bundleId: '*' });
  const { limits } = input as { limits: object };
  expect(limits).toStrictEqual({ requestsPerDay: 0n, maxConcurrent: null });
});

test('token limits in dollars stay as they were sent, beside those in tokens', async () => {
  const input = await askedOf(`setQuotaPolicy(input: {
    planId: "pro", limits: { tokensPerDay: "1", usdPerDay: "0.15", usdPerHour: null }
  }) { __typename }`);
  expect(input).toMatchObject({
    limits: { tokensPerDay: 1n },
    usdLimits: { usdPerDay: 150_000n, usdPerHour: null },
  });
});

test('a partial plan update sends only what was said', async () => {
  const input = await askedOf(
    'upsertPlan(input: { planId: "pro", monthlyPriceUsd: "9.99", notes: null }) { __typename }',
  );
  const sent = Object.entries(input as object).filter(([, value]) => value !== undefined);
  expect(Object.fromEntries(sent)).toStrictEqual({
    planId: 'pro',
    monthlyPriceMicroUsd: 9_990_000n,
    notes: null,
    onlyIfMissing: false,
  });
});

test('a trial has the defaults of the guides', async () => {
  expect(await askedOf('grantTrial(input: { userId: "ada" }) { __typename }')).toStrictEqual({
    userId: 'ada',
    bundleId: '*',
    mode: 'add',
    limits: { requestsPerDay: 100n, tokensPerDay: 1_000_000n },
    source: 'trial',
    expiresInDays: 7,
  });
});

test('a top-up adds only to the limits it names and ends after 30 days unless told', async () => {
  const input = await askedOf(`topUpUser(input: {
    userId: "ada", additional: { requestsPerDay: "50", tokensPerDay: null }
  }) { __typename }`);
  expect(input).toMatchObject({ mode: 'add', source: 'operator', expiresInDays: 30 });
  expect((input as { limits: object }).limits).toStrictEqual({ requestsPerDay: 50n });
});

test('an override may set a limit to unlimited and may never end', async () => {
  const input = await askedOf(`setOverride(input: {
    userId: "ada", limits: { maxConcurrent: null }, expiresInDays: null
  }) { __typename }`);
  expect(input).toMatchObject({
    mode: 'replace',
    limits: { maxConcurrent: null },
    expiresInDays: null,
  });
});

test.each([
  ['grantId: "0190f5c2-7c1e-7000-8000-0123456789AB"', { grantId: uuid() }],
  [`grantId: "${Buffer.from(`Grant:${uuid()}`).toString('base64')}"`, { grantId: uuid() }],
  ['additionsOf: { userId: "ada" }', { userId: 'ada', bundleId: '*', mode: 'add' }],
  ['overridesOf: "ada"', { userId: 'ada', mode: 'replace' }],
])('revokeGrant reads its target %s', async (target, expected) => {
  expect(await askedOf(`revokeGrant(input: { target: { ${target} } }) { __typename }`)).toEqual(
    expected,
  );
});

test('unlimited overdraft is said in words, never by a blank', async () => {
  const ask = (fields: string) =>
    runOperation({
      document: `mutation { setProjectOverdraft(input: { ${fields} }) { __typename } }`,
    });
  for (const contradictory of ['', 'overdraftUsd: null', 'overdraftUsd: "1", unlimited: true']) {
    const { data } = await ask(contradictory);
    expect(data?.setProjectOverdraft, contradictory).toEqual({ __typename: 'InvalidValueError' });
  }
  expect(await askedOf('setProjectOverdraft(input: { unlimited: true }) { __typename }')).toEqual({
    overdraftMicroUsd: null,
  });
  expect(await askedOf('setProjectOverdraft(input: { overdraftUsd: "0" }) { __typename }')).toEqual(
    { overdraftMicroUsd: 0n },
  );
});

function uuid(): string {
  return '0190f5c2-7c1e-7000-8000-0123456789ab';
}
