import { Switch } from '@mantine/core';
import { useExactMoney } from '../lib/use-exact-money.ts';

/** Micro-dollars on demand, beside a list of movements. */
export function ExactMoneySwitch() {
  const [exact, setExact] = useExactMoney();
  return (
    <Switch
      size="xs"
      label="micro-dollars"
      checked={exact}
      onChange={(event) => setExact(event.currentTarget.checked)}
    />
  );
}
