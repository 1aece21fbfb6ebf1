import { SchemaEngine } from '@prisma/schema-engine-wasm';

const answer = <T>(value: T) => ({ ok: true, value });
const refuse = () => Promise.reject(new Error('A schema diff changes nothing.'));

/**
 * The engine insists on a connection although a diff between two texts needs none. Its only question is whether the
 * schema exists and which server this is: the oldest PostgreSQL that Purser runs on.
 */
const connection = {
  provider: 'postgres',
  adapterName: 'offline',
  queryRaw: () =>
    Promise.resolve(
      answer({
        columnNames: ['exists', 'version', 'numeric_version'],
        columnTypes: [5, 7, 0],
        rows: [[true, 'PostgreSQL 15.0', 150_000]],
      }),
    ),
  executeRaw: refuse,
  executeScript: refuse,
  startTransaction: refuse,
  dispose: () => Promise.resolve(answer(undefined)),
  getConnectionInfo: () => answer({ schemaName: 'public', supportsRelationJoins: true }),
};

const driver = {
  provider: 'postgres',
  adapterName: 'offline',
  connect: () => Promise.resolve(answer(connection)),
  connectToShadowDb: () => Promise.resolve(answer(connection)),
};

/** The SQL that turns one Prisma schema into another; `null` stands for an empty database. */
export async function diffSchemas(from: string | null, to: string): Promise<string> {
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, driver);
  try {
    const { stdout } = await engine.diff({
      from: from === null ? { tag: 'empty' } : target(from),
      to: target(to),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout ?? '';
  } finally {
    engine.free();
  }
}

function target(content: string) {
  return { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content }] };
}
