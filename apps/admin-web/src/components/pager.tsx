import { Button } from '@mantine/core';
import { formatCount } from '@purser/domain/money/format-usd';
import classes from './pager.module.css';

type PagerProps = {
  readonly shown: number;
  readonly total: number | null | undefined;
  /** What is counted: `users`. */
  readonly noun: string;
  readonly isFirst: boolean;
  readonly nextCursor: string | null;
  /** Undefined goes back to the first page; the browser's Back goes one page back. */
  readonly onGo: (after: string | undefined) => void;
};

/** Keyset paging: how many of how many, first page, next page. */
export function Pager({ shown, total, noun, isFirst, nextCursor, onGo }: PagerProps) {
  return (
    <nav className={classes.pager} aria-label={`Pages of ${noun}`}>
      <span>{countWords({ shown, total, noun, isWhole: isFirst && nextCursor === null })}</span>
      <span className={classes.buttons}>
        {isFirst ? null : (
          <Button variant="default" onClick={() => onGo(undefined)}>
            First page
          </Button>
        )}
        {nextCursor === null ? null : (
          <Button variant="default" onClick={() => onGo(nextCursor)}>
            Next page
          </Button>
        )}
      </span>
    </nav>
  );
}

type Counted = Pick<PagerProps, 'shown' | 'total' | 'noun'> & { readonly isWhole: boolean };

/** `50 of 512 users`, `50 users on this page`, `1 user`. */
function countWords({ shown, total, noun, isWhole }: Counted): string {
  const count = formatCount(shown);
  if (typeof total === 'number' && total !== shown)
    return `${count} of ${formatCount(total)} ${noun}`;
  const counted = shown === 1 ? noun.replace(/ies$/, 'y').replace(/s$/, '') : noun;
  return isWhole ? `${count} ${counted}` : `${count} ${counted} on this page`;
}
