import { readFile } from 'node:fs/promises';
import { exampleOperations } from '@purser/schema/graphql/examples/example-operations';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendPage } from '../pages/page-headers.ts';

/** The parts of GraphiQL as npm brings them: each stands alone, none comes from another host. */
const parts = {
  'react.js': new URL('umd/react.production.min.js', import.meta.resolve('react/package.json')),
  'react-dom.js': new URL(
    'umd/react-dom.production.min.js',
    import.meta.resolve('react-dom/package.json'),
  ),
  'graphiql.js': new URL('graphiql.min.js', import.meta.resolve('graphiql/package.json')),
  'graphiql.css': new URL('graphiql.min.css', import.meta.resolve('graphiql/package.json')),
} as const;

const javascript = 'text/javascript; charset=utf-8';

/** They change with the lock file only; a day is short enough after an upgrade. */
const cacheControl = 'public, max-age=86400';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GraphiQL · Purser</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphql/assets/graphiql.css">
<style>html, body, #graphiql { height: 100%; margin: 0; }</style>
</head>
<body>
<div id="graphiql"></div>
<script src="/graphql/assets/react.js"></script>
<script src="/graphql/assets/react-dom.js"></script>
<script src="/graphql/assets/graphiql.js"></script>
<script src="/graphql/assets/examples.js"></script>
<script src="/graphql/assets/start.js"></script>
</body>
</html>
`;

/** Runs in the browser: it sends operations with the session's cookie, or with a bearer token typed as a header. */
const start = `'use strict';
const tabs = purserExamples.map(({ title, document, variables }) => ({
  query: '# ' + title + '\\n' + document + '\\n',
  variables: JSON.stringify(variables, null, 2),
}));
const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
const isFirstVisit = localStorage.getItem('graphiql:tabState') === null;
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultTabs: tabs,
    ...(isFirstVisit ? { variables: tabs[0].variables } : {}),
    defaultEditorToolsVisibility: 'variables',
    shouldPersistHeaders: false,
  }),
);
`;

/** Serves GraphiQL's own files; the answer sends the page that uses them. */
export async function graphiqlRoutes(server: FastifyInstance): Promise<{
  readonly sendGraphiql: (reply: FastifyReply) => FastifyReply;
}> {
  const open = { config: { permission: 'public' as const }, schema: { hide: true } };
  for (const [name, file] of Object.entries(parts)) {
    server.get(`/graphql/assets/${name}`, open, async (_request, reply) =>
      reply
        .type(name.endsWith('.css') ? 'text/css; charset=utf-8' : javascript)
        .header('cache-control', cacheControl)
        .send(await readFile(file)),
    );
  }
  const examples = `'use strict';\nconst purserExamples = ${JSON.stringify(exampleOperations)};\n`;
  for (const [name, text] of Object.entries({ 'examples.js': examples, 'start.js': start })) {
    server.get(`/graphql/assets/${name}`, open, async (_request, reply) =>
      reply.type(javascript).header('cache-control', 'no-cache').send(text),
    );
  }
  return { sendGraphiql: (reply) => sendPage(reply, page) };
}
