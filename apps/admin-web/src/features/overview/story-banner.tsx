import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './overview-page.module.css';

type Story = { readonly userId: string; readonly turnId: string; readonly sentence: string };

/** The tour in one task: somebody was denied; find out why, and fix it. */
export function StoryBanner({ story }: { readonly story: Story }) {
  return (
    <div className={classes.banner} data-tone="brass">
      <span className={classes.bannerWords}>
        <b>A user is denied.</b> {story.sentence}
      </span>
      <Button
        variant="default"
        renderRoot={(props) => (
          <Link
            to="/users/$userId"
            params={{ userId: story.userId }}
            search={{ tab: 'turns', turn: story.turnId }}
            {...props}
          />
        )}
      >
        Find out why, and fix it
      </Button>
    </div>
  );
}
