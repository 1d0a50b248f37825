import type { Page } from 'playwright-core'

/** Presses `button` and waits for Meta's dialog, which the sandbox plays in a window of its own. */
export async function openDialog(opener: Page, button: string) {
  const [dialog] = await Promise.all([
    opener.waitForEvent('popup'),
    opener.getByRole('button', { name: button }).click(),
  ])
  await dialog.getByRole('button', { name: 'Cancel' }).waitFor()
  return dialog
}

/** Presses `button` and waits for Meta's dialog in the same tab. */
export async function goToDialog(page: Page, button: string) {
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('button', { name: 'Cancel' }).waitFor()
}

/** Picks a business and all its datasets; photographs the dialog into `folder`. */
export async function approve(dialog: Page, business: string, folder: string) {
  await dialog.getByRole('radio', { name: business }).check()
  await dialog.screenshot({ path: `${folder}/dialog-business.png` })
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('checkbox', { name: 'All datasets' }).check()
  await dialog.screenshot({ path: `${folder}/dialog-datasets.png` })
  await dialog.getByRole('button', { name: 'Continue' }).click()
}
