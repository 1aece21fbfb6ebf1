import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { theme } from '../src/app/theme.ts';

/** What component libraries ask of a browser and jsdom does not have. */
function completeWindow(): void {
  window.matchMedia = (media: string) =>
    Object.assign(new EventTarget(), {
      matches: false,
      media,
      onchange: null,
      addListener: () => {},
      removeListener: () => {},
    });
  Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
  window.ResizeObserver = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
}

/** Draws a component as the dashboard does, without motion. */
export function draw(content: ReactNode): void {
  completeWindow();
  render(
    <MantineProvider theme={theme} env="test">
      {content}
    </MantineProvider>,
  );
}
