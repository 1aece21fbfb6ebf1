import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Input,
  type MantineColorsTuple,
  Modal,
  NativeSelect,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
} from '@mantine/core';

/* Shade 8 is the hue on paper, shade 4 the one on dark; the rest only carry it between the two. */
const bottle: MantineColorsTuple = [
  '#e8f3ef',
  '#cbe4db',
  '#9ed0bf',
  '#6cc3a6',
  '#3fb68f',
  '#2e9c79',
  '#1f7e62',
  '#156b53',
  '#0e5a47',
  '#093f32',
];
const brass: MantineColorsTuple = [
  '#fbf3e2',
  '#f4e3bf',
  '#eacb8b',
  '#e1b762',
  '#d9a441',
  '#c08c2c',
  '#a97718',
  '#9b6c13',
  '#825809',
  '#66450a',
];
const brick: MantineColorsTuple = [
  '#fbeae6',
  '#f5cfc7',
  '#efaa9c',
  '#ea8d79',
  '#e5735c',
  '#d4583f',
  '#be442c',
  '#b03b24',
  '#a3341f',
  '#752414',
];
const slate: MantineColorsTuple = [
  '#edf3f9',
  '#d3e2f0',
  '#b0cdE7',
  '#97bfe2',
  '#7fb0dd',
  '#5d93c4',
  '#457aa9',
  '#396b99',
  '#2f5d8a',
  '#213f5e',
];
const gray: MantineColorsTuple = [
  '#f7f5f1',
  '#f1eee9',
  '#e7e4de',
  '#d8d3cb',
  '#c2bcb2',
  '#a8a196',
  '#8e877c',
  '#6a655c',
  '#45413b',
  '#1d1b18',
];
const dark: MantineColorsTuple = [
  '#e8eaec',
  '#c7ccd1',
  '#949ca4',
  '#6b757d',
  '#262c31',
  '#1c2125',
  '#161a1d',
  '#0f1214',
  '#0b0d0f',
  '#070809',
];

/** Mantine wearing the palette of styles/tokens.css. */
export const theme = createTheme({
  colors: { bottle, brass, brick, slate, gray, dark },
  primaryColor: 'bottle',
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  black: '#0f1214',
  white: '#ffffff',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '6px', xl: '6px' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  shadows: {
    xs: 'none',
    sm: 'none',
    md: 'var(--float-shadow)',
    lg: 'var(--float-shadow)',
    xl: 'var(--float-shadow)',
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '14px', lineHeight: '20px' },
      h3: { fontSize: '13px', lineHeight: '20px' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'xs', fw: 500 },
      vars: (_theme, { size, variant = 'filled' }) => ({
        root: {
          ...(size === 'xs' ? { '--button-height': '32px', '--button-fz': '13px' } : {}),
          // Mantine picks a filled button's text for the light theme and keeps it in the dark one.
          ...(variant === 'filled' ? { '--button-color': 'var(--on-brand)' } : {}),
        },
      }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Input: Input.extend({ defaultProps: { size: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'sm' } }),
    Select: Select.extend({ defaultProps: { size: 'sm' } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'sm' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: false,
        yOffset: '8vh',
        transitionProps: { duration: 120 },
        closeButtonProps: { 'aria-label': 'Close' },
        overlayProps: { backgroundOpacity: 0.4 },
      },
    }),
    Drawer: Drawer.extend({
      defaultProps: {
        position: 'right',
        transitionProps: { duration: 120 },
        closeButtonProps: { 'aria-label': 'Close' },
        overlayProps: { backgroundOpacity: 0.25 },
      },
    }),
  },
});

/** Mantine's own neutrals, pointed at the tokens, so that both speak of one set of colours. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--secondary)',
    '--mantine-color-placeholder': 'var(--secondary)',
    '--mantine-color-anchor': 'var(--slate)',
    '--mantine-color-error': 'var(--brick)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--control)',
  };
  return { variables: {}, light: shared, dark: shared };
};
