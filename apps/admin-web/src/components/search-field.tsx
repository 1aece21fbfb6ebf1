import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

type SearchFieldProps = {
  readonly label: string;
  readonly placeholder: string;
  /** What the link says is searched for. */
  readonly value: string | undefined;
  /** Called once typing rests, with undefined for nothing. */
  readonly onSearch: (text: string | undefined) => void;
};

/** A list's search, whose text lives in the link: it empties when the filters are cleared. */
export function SearchField({ label, placeholder, value = '', onSearch }: SearchFieldProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const search = useDebouncedCallback((typed: string) => {
    onSearch(typed.trim() === '' ? undefined : typed.trim());
  }, 200);
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      w={260}
      leftSection={<IconSearch size={15} stroke={1.75} />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}
