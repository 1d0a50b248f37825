/** What the element consists of, built without a line of markup: pages may demand trusted types for that. */
export function makeParts() {
  const icon = document.createElementNS(svg, 'svg')
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', glyph)
  icon.append(path)
  for (const [name, value] of Object.entries({ 'aria-hidden': 'true', fill: 'currentColor', part: 'icon', viewBox: '0 0 20 20' })) {
    icon.setAttribute(name, value)
  }
  const label = make('span', 'label')
  const button = make('button', 'button')
  button.type = 'button'
  button.append(icon, label)
  const status = make('p', 'status')
  status.setAttribute('role', 'status')
  const way = make('button', 'way')
  way.type = 'button'
  way.hidden = true
  const box = make('div', 'box')
  box.append(button, status, way)
  return { box, button, label, status, way }
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, part: string) {
  const element = document.createElement(tag)
  element.setAttribute('part', part)
  return element
}

const svg = 'http://www.w3.org/2000/svg'

const glyph =
  'M11.4 18v-6.9h2.5l.4-3h-2.9V6.3c0-.9.4-1.5 1.6-1.5h1.4V2.2C13.9 2.1 13.2 2 12.4 2 10 2 8.4 3.4 8.4 6v2.1H5.8v3h2.6V18z'
