import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { documentRules, parseOptions } from '@purser/schema/graphql/document-limits';
import { schema } from '@purser/schema/graphql/schema';
import { type LoggedContext, maskErrors } from './mask-errors.ts';

/** Apollo Server over the one schema, with its limits; started, and stopped with the HTTP server. */
export async function startGraphqlServer(options: {
  readonly introspection: boolean;
}): Promise<ApolloServer<LoggedContext>> {
  const apollo = new ApolloServer<LoggedContext>({
    schema,
    introspection: options.introspection,
    hideSchemaDetailsFromClientErrors: !options.introspection,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    validationRules: [...documentRules],
    parseOptions,
    plugins: [maskErrors, ApolloServerPluginLandingPageDisabled()],
  });
  await apollo.start();
  return apollo;
}
