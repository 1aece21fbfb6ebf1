import { SearchField } from './search-field.tsx';

type UserIdSearchProps = {
  readonly value: string | undefined;
  readonly onSearch: (text: string | undefined) => void;
};

/** The search of a list of users by a part of their id. */
export function UserIdSearch(props: UserIdSearchProps) {
  return <SearchField label="Search by user id" placeholder="Part of a user id" {...props} />;
}
