import { expect, test } from 'vitest';
import { scopedArgs } from './scoped-prisma.ts';

const scope = { tenantId: 7, projectId: 9 };
const ask = (operation: string, args: unknown, model: string | undefined = 'PolicyVersion') =>
  scopedArgs({ model, operation, args }, scope);

test('a read is confined to the project', () => {
  expect(ask('findMany', undefined)).toEqual({ where: { AND: [scope] } });
  expect(ask('findMany', { where: { subject: 'plan' }, take: 5 })).toEqual({
    where: { subject: 'plan', AND: [scope] },
    take: 5,
  });
});

test('a condition of its own cannot widen it', () => {
  const where = { OR: [{ tenantId: 1 }], AND: [{ projectId: 2 }], tenantId: 3 };
  expect(ask('count', { where })).toEqual({
    where: { ...where, AND: [scope, { projectId: 2 }] },
  });
  expect(ask('findFirst', { where: { AND: { projectId: 2 } } })).toEqual({
    where: { AND: [scope, { projectId: 2 }] },
  });
});

test.each(['create', 'update', 'updateMany', 'upsert', 'delete', 'deleteMany', 'createMany'])(
  '%s is refused',
  (operation) => {
    expect(() => ask(operation, {})).toThrow('does not');
  },
);

test.each(['Tenant', 'Member', 'Setting', 'JobRun', 'Project'])(
  'a %s belongs to no project and is refused',
  (model) => {
    expect(() => ask('findMany', {}, model)).toThrow('does not');
  },
);

test('raw SQL is refused', () => {
  expect(() => scopedArgs({ operation: '$queryRaw', args: [] }, scope)).toThrow('raw SQL');
});
