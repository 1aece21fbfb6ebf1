import { useQuery } from '@apollo/client/react';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconArrowRight, IconBolt, IconSearch, IconUser } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SearchUsersDocument } from '../../generated/shell/graphql.ts';
import { useMay, useSession } from '../../session/session-provider.tsx';
import { navigationItems } from '../navigation.ts';
import { paletteActions } from './palette-actions.ts';
import classes from './search.module.css';
import { useSelectFirst } from './select-first.ts';

/** `/` or ⌘K: users by a part of their id, pages and actions by their words; Enter opens the first. */
export function Search() {
  const [query, setQuery] = useState('');
  const { permissions } = useSession();
  const navigate = useNavigate();
  const words = query.trim().toLowerCase();
  const users = useFoundUsers(words);
  useSelectFirst(users.map((user) => user.id).join());
  const pages = navigationItems.filter(
    (item) => permissions.has(item.permission) && matches(`${item.label} ${item.keywords}`, words),
  );
  const actions = paletteActions.filter(
    (action) =>
      permissions.has(action.permission) && matches(`${action.label} ${action.keywords}`, words),
  );
  const isEmpty = users.length + pages.length + actions.length === 0;
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={420}
      yOffset="10vh"
      transitionProps={{ duration: 120 }}
      clearQueryOnClose
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      classNames={{ actionsGroup: classes.group }}
    >
      <Spotlight.Search
        placeholder="A user id, a page, or what you want to do"
        leftSection={<IconSearch size={17} stroke={1.75} />}
        aria-label="Search"
      />
      <Spotlight.ActionsList>
        {users.length > 0 ? (
          <Spotlight.ActionsGroup label="Users">
            {users.map((user) => (
              <Spotlight.Action
                key={user.id}
                onClick={() =>
                  void navigate({ to: '/users/$userId', params: { userId: user.userId } })
                }
                className={classes.action}
              >
                <IconUser size={16} stroke={1.5} />
                <code>{user.userId}</code>
                <span className={classes.aside}>
                  {user.suspendedAt ? 'suspended' : user.planId}
                </span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {pages.length > 0 ? (
          <Spotlight.ActionsGroup label="Pages">
            {pages.map((item) => (
              <Spotlight.Action
                key={item.to}
                onClick={() => void navigate({ to: item.to })}
                className={classes.action}
              >
                <IconArrowRight size={16} stroke={1.5} />
                <span>{item.label}</span>
                <span className={classes.aside}>g {item.letter}</span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {actions.length > 0 ? (
          <Spotlight.ActionsGroup label="Actions">
            {actions.map((action) => (
              <Spotlight.Action
                key={action.label}
                onClick={() => action.run(navigate)}
                className={classes.action}
              >
                <IconBolt size={16} stroke={1.5} />
                <span>{action.label}</span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {isEmpty ? <Spotlight.Empty>Nothing is called “{query}”.</Spotlight.Empty> : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function matches(text: string, words: string): boolean {
  const haystack = text.toLowerCase();
  return words.split(/\s+/).every((word) => haystack.includes(word));
}

function useFoundUsers(words: string) {
  const [search] = useDebouncedValue(words, 120);
  const mayRead = useMay('user:read');
  const { data } = useQuery(SearchUsersDocument, {
    variables: { search },
    skip: search === '' || !mayRead,
  });
  return words === '' ? [] : (data?.users.edges.map((edge) => edge.node) ?? []);
}
