import { expect, test } from 'vitest'
import { accentOf, contrast, inkOnDark, rgb } from './accent'

const shades = ['00', '33', '66', '99', 'cc', 'ff']
const colors = shades.flatMap((r) => shades.flatMap((g) => shades.map((b) => `#${r}${g}${b}`)))

test.each(['#ffffff', '#f6f8f9'])('whatever the colour, it can be read on %s', (ground) => {
  for (const color of colors) {
    expect(contrast(rgb(accentOf(color).light), rgb(ground)), color).toBeGreaterThanOrEqual(4.5)
  }
})

test.each(['#10161b', '#141b21', '#1c252c', '#222c34'])('whatever the colour, it can be read on %s', (ground) => {
  for (const color of colors) {
    expect(contrast(rgb(accentOf(color).dark), rgb(ground)), color).toBeGreaterThanOrEqual(4.5)
  }
})

test('what is written on it can be read', () => {
  for (const color of colors) {
    const { light, dark } = accentOf(color)
    expect(contrast(rgb(light), rgb('#ffffff')), color).toBeGreaterThanOrEqual(4.5)
    expect(contrast(rgb(dark), rgb(inkOnDark)), color).toBeGreaterThanOrEqual(4.5)
  }
})

test('a colour that can be read stays as it is, and others stay near', () => {
  expect(accentOf('#0f6480').light).toBe('#0f6480')
  expect(accentOf('#8fd6ea').dark).toBe('#8fd6ea')
  expect(accentOf('#ffd400').light).toMatch(/^#[0-9a-f]{6}$/)
  expect(accentOf('#ffd400').light).not.toBe('#000000')
  expect(contrast(rgb('#000000'), rgb('#ffffff'))).toBeCloseTo(21)
})
