import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';

export type Density = 'normal' | 'compact';

/** How high rows are, kept in this browser: 36 px, or 30 px when compact. */
export function useDensity(): [Density, (density: Density) => void] {
  const [density, setDensity] = useLocalStorage<Density>({
    key: 'purser.density',
    defaultValue: 'normal',
    getInitialValueInEffect: false,
  });
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  return [density, setDensity];
}
