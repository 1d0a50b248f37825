/** A ref for what should have the focus as soon as it is there. */
export function focusOnMount(element: HTMLElement | null) {
  element?.focus()
}
