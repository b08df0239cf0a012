// Text for the editor of Lab.

import type { Page } from 'puppeteer'

/** Pastes a text over that in the editor. */
export async function pasted(page: Page, text: string): Promise<void> {
  await page.focus('#lab-editor >>> .cm-content')
  await page.keyboard.down('Control')
  await page.keyboard.press('a')
  await page.keyboard.up('Control')
  await page.$eval(
    '#lab-editor >>> .cm-content',
    (content, whole) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', whole)
      const options = { clipboardData, bubbles: true, cancelable: true }
      content.dispatchEvent(new ClipboardEvent('paste', options))
    },
    text,
  )
}
