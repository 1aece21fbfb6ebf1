import { useLocalStorage } from '@mantine/hooks';

/** Whether lists of movements show every micro-dollar instead of cents; kept in this browser. */
export function useExactMoney(): [boolean, (exact: boolean) => void] {
  const [exact, setExact] = useLocalStorage({
    key: 'purser.exact-money',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  return [exact, setExact];
}
