import { createTheme, type MantineColorsTuple } from '@mantine/core'

const gray: MantineColorsTuple = [
  '#f6f8f9',
  '#eef1f3',
  '#e2e7ea',
  '#d2d9dd',
  '#b8c2c9',
  '#93a0a9',
  '#5b6973',
  '#46525b',
  '#2f3941',
  '#1a2229',
]

const dark: MantineColorsTuple = [
  '#dbe1e5',
  '#b9c3ca',
  '#98a5ae',
  '#73818b',
  '#38434c',
  '#2a343c',
  '#1c252c',
  '#141b21',
  '#10161b',
  '#0b1014',
]

/** The accent. White text on shades 6 to 9 has a contrast above 4.5. */
const lagoon: MantineColorsTuple = [
  '#eaf7fb',
  '#d3edf5',
  '#a8dbea',
  '#79c8de',
  '#4db4d0',
  '#2a9dbd',
  '#127592',
  '#0f6480',
  '#0b526a',
  '#073c4f',
]

export const theme = createTheme({
  autoContrast: true,
  colors: { gray, dark, lagoon },
  components: {
    // In place and without Mantine's placeholder, the items stay within a landmark and the first one takes the focus.
    Menu: { defaultProps: { shadow: 'md', withinPortal: false, withInitialFocusPlaceholder: false } },
    // Its scroll lock would inject a style element, which the policy forbids; base.css locks instead.
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' }, lockScroll: false } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
  cursorType: 'pointer',
  defaultRadius: 'md',
  focusRing: 'auto',
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  primaryColor: 'lagoon',
  primaryShade: { light: 7, dark: 6 },
  respectReducedMotion: true,
})
