// What a page test does with a run: go through iterations, press a button that saves, and read the files.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
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

/** Files of a saved run. */
export async function savedFiles(studio: Studio, selector = '#save'): Promise<Files> {
  return unzipSync((await downloaded(studio, selector)).bytes)
}

/** Files as text, which `toEqual` compares fast. */
export const sumsOf = (files: Files): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
  )
