// Dependencies point one way (ARCHITECTURE.md). Tests may reach further than the code they test.
const tests = '(\\.test\\.tsx?|/testing/.*|/test/.*)$';
const npmOf = (...names) => `node_modules/(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other cannot be understood one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-imports-nothing',
      comment: 'The rules are pure: no library, no Node, no other package.',
      severity: 'error',
      from: { path: '^packages/domain/src/', pathNot: tests },
      to: { pathNot: '^packages/domain/src/' },
    },
    {
      name: 'prisma-imports-only-local-services-of-ours',
      severity: 'error',
      from: { path: '^prisma/' },
      to: { path: '^(apps|packages/(?!local-services/)|e2e|bench)/' },
    },
    {
      name: 'local-services-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^packages/local-services/' },
      to: { path: '^(apps|prisma|e2e|bench|packages/(?!local-services/))' },
    },
    {
      name: 'stripe-simulator-imports-nothing-of-ours',
      comment:
        'It stands in for a service outside, and knows no more of Purser than that service does.',
      severity: 'error',
      from: { path: '^packages/stripe-simulator/' },
      to: { path: '^(apps|prisma|e2e|bench|packages/(?!stripe-simulator/))' },
    },
    {
      name: 'only-the-local-start-and-tests-simulate-stripe',
      comment: 'What ships for production must not hold a payment that nobody paid.',
      severity: 'error',
      from: {
        path: '^(apps|packages|prisma)/',
        pathNot: [tests, '^packages/stripe-simulator/', '^apps/api/src/local/'],
      },
      to: { path: '^packages/stripe-simulator/' },
    },
    {
      name: 'contract-imports-domain-and-zod',
      comment: 'The contract runs in the browser.',
      severity: 'error',
      from: { path: '^packages/schema/src/contract/', pathNot: tests },
      to: { pathNot: ['^packages/schema/src/contract/', '^packages/domain/src/', npmOf('zod')] },
    },
    {
      name: 'graphql-imports-contract-domain-and-prisma',
      severity: 'error',
      from: { path: '^packages/schema/src/graphql/', pathNot: tests },
      to: { path: '^(apps|e2e|bench|packages/(?!schema/|domain/))' },
    },
    {
      name: 'web-imports-domain-and-contract',
      severity: 'error',
      from: { path: '^apps/admin-web/src/' },
      to: {
        path: '^(apps/(?!admin-web/)|prisma/|e2e/|bench/|packages/)',
        pathNot: ['^packages/domain/src/', '^packages/schema/src/contract/'],
      },
    },
    {
      name: 'web-reaches-no-server-library',
      comment: 'What the browser loads must not hold the database client or the schema builder.',
      severity: 'error',
      from: { path: '^apps/admin-web/src/', pathNot: tests },
      to: { reachable: true, path: npmOf('pg', '@prisma/[^/]+', '@pothos/[^/]+') },
    },
    {
      name: 'only-app-names-an-adapter',
      comment: 'Everything else knows the ports.',
      severity: 'error',
      from: {
        path: '^apps/api/src/',
        pathNot: [tests, '^apps/api/src/(app\\.ts$|composition/)', '^apps/api/src/adapters/'],
      },
      to: { path: '^apps/api/src/adapters/' },
    },
    {
      name: 'adapters-implement-ports',
      severity: 'error',
      from: { path: '^apps/api/src/adapters/', pathNot: tests },
      to: { path: '^apps/api/src/(http|jobs|use-cases|cli|app\\.ts)' },
    },
    {
      name: 'use-cases-know-ports',
      severity: 'error',
      from: { path: '^apps/api/src/use-cases/', pathNot: tests },
      to: { path: '^apps/api/src/(http|jobs|cli|local|app\\.ts)' },
    },
    {
      name: 'ports-are-leaves',
      severity: 'error',
      from: { path: '^apps/api/src/ports/' },
      to: { path: '^apps/api/src/(?!ports/)' },
    },
    {
      name: 'nobody-imports-the-edge',
      severity: 'error',
      from: { path: '^apps/api/src/(http|jobs)/', pathNot: tests },
      to: { path: '^apps/api/src/(cli/|app\\.ts)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|\\.test\\.tsx?$|^prisma/src/generated/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
