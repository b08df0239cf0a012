import type { Page } from 'puppeteer'

/** Empties a canvas, as a browser does whose GPU process ended, and says that it can be painted again. */
export const emptied = (page: Page, id: string): Promise<void> =>
  page.$eval(`#${id}`, (canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('it is no canvas')
    canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height)
    canvas.dispatchEvent(new Event('contextrestored'))
  })
