type Rgb = readonly number[]

/** Shades of an accent that text can be written in, and on: each with its contrast to what is around it. */
export interface Accent {
  light: string
  dark: string
}

/** The brightest ground of the light scheme that the accent stands on, besides white, and the brightest of the dark: base.css. */
const grounds = { light: '#f6f8f9', dark: '#222c34' }
/** What is written on the accent: white in light, this in dark. */
export const inkOnDark = '#10161b'

/** WCAG 2.2, 1.4.3: text of any size. */
const enough = 4.5

/**
 * The accent as it can be used in either scheme: as near to `color` as it can be read. Darker in light, where white is written on it, and
 * lighter in dark, where ink is.
 */
export function accentOf(color: string): Accent {
  return { light: toned(color, '#000000', grounds.light), dark: toned(color, '#ffffff', grounds.dark) }
}

function toned(color: string, towards: string, ground: string) {
  const from = rgb(color)
  const to = rgb(towards)
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = from.map((part, i) => Math.round(part + ((to[i] ?? 0) - part) * share))
    if (contrast(mixed, rgb(ground)) >= enough) {
      return hex(mixed)
    }
  }
  return towards
}

/** The contrast of two colours: 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(a: Rgb, b: Rgb) {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (bright + 0.05) / (dim + 0.05)
}

function luminance(color: Rgb) {
  const [r = 0, g = 0, b = 0] = color.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** `#rrggbb` as numbers. */
export function rgb(color: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
}

function hex(color: Rgb) {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
