import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './page-header.module.css';

type PageHeaderProps = {
  readonly title: ReactNode;
  /** For the tab of the browser; the title itself when that is text. */
  readonly documentTitle?: string;
  /** One sentence: what this page is for. */
  readonly sentence?: ReactNode;
  readonly trail?: ReactNode;
  /** The primary action, and at most two beside it. */
  readonly actions?: ReactNode;
};

/** One title, one sentence, one primary action. */
export function PageHeader({ title, documentTitle, sentence, trail, actions }: PageHeaderProps) {
  const named = documentTitle ?? (typeof title === 'string' ? title : 'Purser');
  useDocumentTitle(`${named} · Purser`);
  return (
    <header className={classes.header}>
      <div className={classes.words}>
        {trail ? (
          <nav aria-label="Breadcrumb" className={classes.trail}>
            {trail}
          </nav>
        ) : null}
        <h1 className={classes.title}>{title}</h1>
        {sentence ? <p className={classes.sentence}>{sentence}</p> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  );
}
