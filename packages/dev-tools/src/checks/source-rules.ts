import ts from 'typescript';
import { type Finding, lineOf } from './finding.ts';
import { readsRealClock } from './sql-clock.ts';

type Rule = {
  readonly message: string;
  readonly appliesTo: (file: string) => boolean;
  readonly isBrokenBy: (node: ts.Node) => boolean;
};

const isTest = (file: string) => /\.test\.tsx?$|\/test\/|\/testing\//.test(file);

/** Where the environment may be read: the configuration of the server, and programs that are no part of it. */
const readsEnvironment =
  /^(apps\/api\/src\/config\/|packages\/(dev-tools|local-services|stripe-simulator)\/|bench\/|e2e\/|apps\/admin-web\/scripts\/|prisma\/src\/generate\.ts|.*\.config\.ts$)/;

/** Where a value comes from outside is decided at the edge: the rules and the use cases get it handed in. */
const isDeterministic = /^(packages\/domain\/src|apps\/api\/src\/use-cases)\//;

/** The books of the migrations are kept in real time, the doctor compares clocks, and this package speaks of them. */
const readsRealTime =
  /^(prisma\/src\/migration-history\.ts$|apps\/api\/src\/local\/doctor\/|packages\/dev-tools\/)/;

const rules: readonly Rule[] = [
  {
    message: 'process.env is read in apps/api/src/config only.',
    appliesTo: (file) => !readsEnvironment.test(file) && !isTest(file),
    isBrokenBy: (node) => isMember(node, 'process', 'env'),
  },
  {
    message: 'The clock and randomness come through a port.',
    appliesTo: (file) => isDeterministic.test(file) && !isTest(file),
    isBrokenBy: (node) =>
      isMember(node, 'Date', 'now') ||
      isMember(node, 'Math', 'random') ||
      isMember(node, 'performance', 'now') ||
      isMember(node, 'crypto', 'randomUUID') ||
      isCurrentDate(node),
  },
  {
    message: 'SQL reads the virtual clock: call purser_now.',
    appliesTo: (file) => !readsRealTime.test(file),
    isBrokenBy: (node) => {
      const text = textOf(node);
      return text !== undefined && looksLikeSql(text) && readsRealClock(text);
    },
  },
];

/** Finds the places of a TypeScript file that break a rule which Biome cannot express. */
export function findBrokenRules(file: string, text: string): Finding[] {
  const applicable = rules.filter((rule) => rule.appliesTo(file));
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    for (const { isBrokenBy, message } of applicable) {
      if (isBrokenBy(node)) findings.push({ file, line: lineOf(text, node.end), message });
    }
    ts.forEachChild(node, visit);
  };
  if (applicable.length > 0) {
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, scriptKind(file)));
  }
  return findings;
}

function scriptKind(file: string): ts.ScriptKind {
  return file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
}

function isMember(node: ts.Node, object: string, member: string): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === object &&
    node.name.text === member
  );
}

/** `new Date()` without an argument is the real clock; with one it is a conversion. */
function isCurrentDate(node: ts.Node): boolean {
  return (
    ts.isNewExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'Date' &&
    (node.arguments ?? []).length === 0
  );
}

/** The text of a string, or of a template with its values left out. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head, ...node.templateSpans.map((span) => span.literal)]
    .map((piece) => piece.text)
    .join('?');
}

/** A sentence may say "now()"; a statement has a verb of SQL in capitals. */
function looksLikeSql(text: string): boolean {
  return /\b(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|VALUES|WHERE|SET)\b/.test(text);
}
