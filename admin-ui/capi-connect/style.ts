/** As a sheet of its own, which the policies of partners' pages let pass: they forbid style elements, not this. */
export function makeStyle() {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}

const css = `
:host { display: inline-block; font: var(--capi-connect-font, 600 16px/1.25 system-ui, sans-serif); }
:host([hidden]) { display: none; }
div { align-items: flex-start; display: flex; flex-direction: column; gap: 8px; }
button {
  align-items: center; background: var(--capi-connect-background, #0866ff); border: var(--capi-connect-border, 1px solid transparent);
  border-radius: var(--capi-connect-radius, 8px); color: var(--capi-connect-color, #fff); cursor: pointer; display: inline-flex;
  font: inherit; gap: 10px; justify-content: center; min-height: 44px; padding: var(--capi-connect-padding, 10px 18px); text-align: start;
}
button:hover { box-shadow: inset 0 0 0 9em rgb(0 0 0 / 0.12); }
button:focus-visible { outline: 3px solid var(--capi-connect-focus, currentColor); outline-offset: 2px; }
[part=button]:focus-visible { outline-color: var(--capi-connect-focus, Highlight); }
button:disabled { cursor: not-allowed; filter: grayscale(1); opacity: 0.6; }
[part=way] { background: transparent; border: 1px solid currentColor; color: inherit; }
svg { flex: none; height: 20px; width: 20px; }
p { color: inherit; font-size: 0.875em; font-weight: 400; margin: 0; max-width: 44ch; }
p:empty, [hidden] { display: none; }
@media (prefers-reduced-motion: no-preference) {
  button { transition: box-shadow 120ms; }
  :host([state=waiting]) svg { animation: wait 1.2s ease-in-out infinite alternate; }
}
@keyframes wait { to { opacity: 0.35; } }
`
