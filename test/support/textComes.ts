// Waits for a text of a page.

import type { Page } from 'puppeteer'

/** A pattern of the text, or the least value of the number that it begins with. */
export interface Wanted {
  pattern?: string
  least?: number
}

/**
 * Waits for the change of the document that brings a text; false where the time ends first. To look at each frame would
 * cost as much as the page's own work, and a hidden page has no frames.
 */
export async function textComes(
  page: Page,
  id: string,
  wanted: Wanted,
  milliseconds: number,
): Promise<boolean> {
  const end = Date.now() + milliseconds
  for (;;) {
    try {
      return await page.evaluate(comes, id, wanted, Math.max(0, end - Date.now()))
    } catch (error) {
      // The page loads another document: the text is awaited there.
      if (!/context was destroyed|Cannot find context/i.test(String(error))) throw error
      if (Date.now() > end) return false
    }
  }
}

/** Runs in the page. */
function comes(id: string, { pattern, least = 0 }: Wanted, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const isThere = () => {
      const text = document.getElementById(id)?.textContent ?? ''
      if (pattern !== undefined) return new RegExp(pattern).test(text)
      return Number.parseInt(text.replaceAll(',', ''), 10) >= least
    }
    const end = (came: boolean) => {
      changes.disconnect()
      clearTimeout(limit)
      resolve(came)
    }
    const changes = new MutationObserver(() => {
      if (isThere()) end(true)
    })
    const limit = setTimeout(end, milliseconds, false)
    changes.observe(document, { subtree: true, childList: true, characterData: true })
    if (isThere()) end(true)
  })
}
