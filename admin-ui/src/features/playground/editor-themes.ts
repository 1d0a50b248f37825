import type * as Monaco from 'monaco-editor'

type Scheme = 'light' | 'dark'

export const themeNames: Record<Scheme, string> = { light: 'capiconnect-light', dark: 'capiconnect-dark' }

/** The colours of base.css and theme.ts once more: Monaco takes no CSS variables. */
const palettes = {
  light: {
    panel: '#ffffff',
    text: '#1a2229',
    quiet: '#5b6973',
    line: '#e2e7ea',
    soft: '#eef1f3',
    selection: '#cfe8f1',
    slider: '#d2d9dd',
    keyword: '#0b526a',
    type: '#8a4b00',
    variable: '#6a3fb0',
    string: '#0c6b3f',
    number: '#a8231f',
  },
  dark: {
    panel: '#1c252c',
    text: '#dbe1e5',
    quiet: '#98a5ae',
    line: '#2c363e',
    soft: '#2a343c',
    selection: '#23506080',
    slider: '#38434c',
    keyword: '#8fd6ea',
    type: '#f2bf75',
    variable: '#c9b3f5',
    string: '#7fd6a8',
    number: '#ffa8a2',
  },
}

/** Makes the themes known to Monaco under `themeNames`. */
export function defineThemes(monaco: typeof Monaco) {
  monaco.editor.defineTheme(themeNames.light, makeTheme('light', 'vs'))
  monaco.editor.defineTheme(themeNames.dark, makeTheme('dark', 'vs-dark'))
}

function makeTheme(scheme: Scheme, base: Monaco.editor.BuiltinTheme): Monaco.editor.IStandaloneThemeData {
  const p = palettes[scheme]
  const colors: Record<string, string[]> = {
    [p.text]: ['', 'key', 'identifier'],
    [p.keyword]: ['keyword', 'keyword.json', 'string.key.json'],
    [p.type]: ['type', 'type.identifier', 'annotation'],
    [p.variable]: ['argument.identifier'],
    [p.string]: ['string', 'string.value.json'],
    [p.number]: ['number', 'number.json'],
    [p.quiet]: ['comment', 'delimiter', 'operator'],
  }
  return {
    base,
    inherit: true,
    rules: Object.entries(colors).flatMap(([color, tokens]) =>
      tokens.map((token) => ({ token, foreground: color.slice(1) })),
    ),
    colors: {
      'editor.background': p.panel,
      'editor.foreground': p.text,
      'editor.selectionBackground': p.selection,
      'editorBracketHighlight.foreground1': p.quiet,
      'editorBracketHighlight.foreground2': p.quiet,
      'editorBracketHighlight.foreground3': p.quiet,
      'editorBracketMatch.background': p.soft,
      'editorBracketMatch.border': p.quiet,
      'editorCursor.foreground': p.text,
      'editorHoverWidget.background': p.panel,
      'editorHoverWidget.border': p.line,
      'editorHoverWidget.foreground': p.text,
      'editorHoverWidget.statusBarBackground': p.soft,
      'editorIndentGuide.background1': p.line,
      'editorLineNumber.activeForeground': p.text,
      'editorLineNumber.foreground': p.quiet,
      'editorSuggestWidget.background': p.panel,
      'editorSuggestWidget.border': p.line,
      'editorSuggestWidget.foreground': p.text,
      'editorSuggestWidget.highlightForeground': p.keyword,
      'editorSuggestWidget.focusHighlightForeground': p.keyword,
      'editorSuggestWidget.selectedBackground': p.soft,
      'editorSuggestWidget.selectedForeground': p.text,
      'editorWidget.background': p.panel,
      'editorWidget.border': p.line,
      focusBorder: p.keyword,
      'list.hoverBackground': p.soft,
      'scrollbar.shadow': '#00000000',
      'scrollbarSlider.activeBackground': p.quiet,
      'scrollbarSlider.background': p.slider,
      'scrollbarSlider.hoverBackground': p.slider,
      'textLink.foreground': p.keyword,
    },
  }
}
