// Whether the page's worker gives the GPU anything to do.

import type { Page } from 'puppeteer'

/** How many submits there are from now on, for so many milliseconds. */
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
