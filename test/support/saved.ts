// What a page test does with a run: go through iterations, press a button that saves, and read the files.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { expect } from 'vitest'
import type { Studio } from './studio'

export type Files = Record<string, Uint8Array>

/** Runs single iterations, each with its drawing. */
export async function iterate(studio: Studio, to: number): Promise<void> {
  for (let next = (await studio.number('step')) + 1; next <= to; next++) {
    await studio.page.click('#iterate')
    await studio.says(new RegExp(`^Paused at step ${next}\\.`))
  }
}

/** Pauses training; returns the step. */
export async function pause(studio: Studio): Promise<number> {
  await studio.page.click('#run')
  await studio.says(/^Paused at step/)
  return studio.number('step')
}

/** Accepts the dialogs that the page opens; returns their kinds so far and from now on. */
export function acceptDialogs(studio: Studio): string[] {
  const seen: string[] = []
  studio.page.on('dialog', (dialog) => {
    seen.push(dialog.type())
    void dialog.accept()
  })
  return seen
}

/** Presses a button, and waits for the downloaded file. */
export async function downloaded(
  studio: Studio,
  selector: string,
): Promise<{ name: string; bytes: Uint8Array }> {
  const downloads = mkdtempSync(join(tmpdir(), 'ganvas-downloads-'))
  const devtools = await studio.browser.target().createCDPSession()
  const allowed = { behavior: 'allow', downloadPath: downloads, eventsEnabled: true } as const
  await devtools.send('Browser.setDownloadBehavior', allowed)
  const saved = new Promise<void>((resolve) => {
    devtools.on('Browser.downloadProgress', ({ state }) => {
      if (state === 'completed') resolve()
    })
  })
  await studio.page.click(selector)
  await saved
  await devtools.send('Browser.setDownloadBehavior', { behavior: 'default' })
  await devtools.detach()
  const [name = ''] = readdirSync(downloads)
  const bytes = new Uint8Array(readFileSync(join(downloads, name)))
  rmSync(downloads, { recursive: true, force: true })
  return { name, bytes }
}

/** Presses a button, and takes the file that the page offers to download: in Firefox no event tells of its end. */
async function offered(studio: Studio, selector: string): Promise<Uint8Array> {
  const { page } = studio
  await page.evaluate(() => {
    const address = URL.createObjectURL
    URL.createObjectURL = (file) => {
      URL.createObjectURL = address
      Reflect.set(globalThis, 'offered', file)
      return address.call(URL, file)
    }
  })
  await page.click(selector)
  await page.waitForFunction('globalThis.offered')
  const text = await page.evaluate(async () => {
    const bytes = new Uint8Array(await (Reflect.get(globalThis, 'offered') as Blob).arrayBuffer())
    Reflect.deleteProperty(globalThis, 'offered')
    let text = ''
    for (let i = 0; i < bytes.length; i += 4096) {
      text += String.fromCharCode(...bytes.subarray(i, i + 4096))
    }
    return btoa(text)
  })
  return Uint8Array.from(Buffer.from(text, 'base64'))
}

/** Files of a saved run. */
export async function savedFiles(studio: Studio, selector = '#save'): Promise<Files> {
  const isFirefox = /firefox/i.test(await studio.browser.version())
  const bytes = isFirefox
    ? await offered(studio, selector)
    : (await downloaded(studio, selector)).bytes
  return unzipSync(bytes)
}

/**
 * Reloads the page in mid-training, goes on with the kept run, and compares it with an uninterrupted one: the same
 * bits. The page is in Train at step 0, and stays there at the step of the comparison.
 */
export async function goesOnAfterReload(studio: Studio): Promise<void> {
  await studio.page.click('#run')
  await studio.reaches('step', 3)
  // The state of the first step is in the storage.
  await studio.reads('kept-runs', /^Kept runs: 1, /)
  await studio.page.reload()
  await studio.reads('go-on', /^Go on with step \d+$/)
  const kept = Number((await studio.text('go-on')).replace(/\D/g, ''))
  expect(kept).toBeGreaterThan(0)
  await studio.says(/^Ready/)
  await studio.page.click('#go-on')
  await studio.says(/^Training\.$/)
  await studio.reaches('step', kept + 2)
  const at = await pause(studio)
  const resumed = await savedFiles(studio)
  // The curves have their past.
  const isOffered = () => studio.page.$eval('#offer', (offer) => !Reflect.get(offer, 'hidden'))
  expect(await isOffered()).toBe(false)
  await studio.page.click('#reset')
  // Reset leaves the run among those that are kept, and says so.
  await studio.says(new RegExp(`^Ready\\. .* The run before is in Kept runs, at step ${at}\\.$`))
  await studio.reads('go-on', new RegExp(`^Go on with step ${at}$`))
  expect(await isOffered()).toBe(true)
  await iterate(studio, at)
  expect(sumsOf(await savedFiles(studio))).toEqual(sumsOf(resumed))
}

/** Files as text, which `toEqual` compares fast. */
export const sumsOf = (files: Files): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
  )
