import { useHotkeys } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { moveRowFocus } from '../../components/row-focus.ts';
import { navigationItems } from '../navigation.ts';

/** How long a `g` waits for its letter. */
const chordMs = 1200;

/** The keys that work anywhere outside an input: `/`, ⌘K, `g` and a letter, `j`, `k`, `?`. */
export function useShortcuts({ onShowSheet }: { readonly onShowSheet: () => void }): void {
  useHotkeys([
    ['/', spotlight.open],
    ['mod+K', spotlight.open],
    ['j', () => moveRowFocus(1)],
    ['k', () => moveRowFocus(-1)],
    // Layouts differ in whether a question mark needs the shift key.
    ['shift+?', onShowSheet],
    ['?', onShowSheet],
  ]);
  useChord();
}

function useChord(): void {
  const navigate = useNavigate();
  const startedAt = useRef(0);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const isSecond = Date.now() - startedAt.current < chordMs;
      startedAt.current = event.key === 'g' && !isSecond ? Date.now() : 0;
      const page = isSecond ? navigationItems.find((item) => item.letter === event.key) : undefined;
      if (!page) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void navigate({ to: page.to });
    };
    // Capturing, so that the second letter of a chord is not also a shortcut of its own.
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [navigate]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
