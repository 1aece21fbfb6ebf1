import { useEffect } from 'react';

/**
 * Puts the selection of the search back on its first line whenever found users arrive: they come
 * after the typing that selected a line, and above it, and Enter must open what stands first.
 */
export function useSelectFirst(found: string): void {
  useEffect(() => {
    if (found === '') return;
    const actions = document.querySelectorAll('[data-action]');
    for (const action of actions) action.removeAttribute('data-selected');
    actions[0]?.setAttribute('data-selected', 'true');
  }, [found]);
}
