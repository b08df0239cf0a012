// GPU work submitted by the page's worker.

import type { Page } from 'puppeteer'

/** Number of submits within the given milliseconds. */
export async function submits(page: Page, milliseconds: number): Promise<number> {
  const [worker] = page.workers()
  if (!worker) throw new Error('the page has no worker')
  await worker.evaluate(() => {
    const { submit } = GPUQueue.prototype
    Object.assign(globalThis, { submits: 0 })
    GPUQueue.prototype.submit = function (commands) {
      Object.assign(globalThis, { submits: Reflect.get(globalThis, 'submits') + 1 })
      return submit.call(this, commands)
    }
  })
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  return worker.evaluate(() => Number(Reflect.get(globalThis, 'submits')))
}
