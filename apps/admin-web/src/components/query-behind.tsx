import { type DocumentNode, print } from 'graphql';
import { CopyText } from './copy-text.tsx';
import classes from './query-behind.module.css';

type QueryBehindProps = {
  readonly document: DocumentNode;
  readonly variables?: Readonly<Record<string, unknown>>;
};

/** The GraphQL query that gives what is shown, to be run at `/graphql` or by a program. */
export function QueryBehind({ document, variables = {} }: QueryBehindProps) {
  return (
    <details className={classes.behind}>
      <summary>The query behind this</summary>
      <p className="secondary small">
        Runs in <a href="/graphql">GraphiQL</a>
        {Object.keys(variables).length === 0 ? (
          '.'
        ) : (
          <>
            {' '}
            with the variables <CopyText text={JSON.stringify(variables)} what="variables" />
          </>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={classes.text} tabIndex={0} aria-label="GraphQL query">
        {print(document)}
      </section>
    </details>
  );
}
