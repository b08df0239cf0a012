// What keeps people out of a page: what axe finds, what does not fit, and what a finger does not hit.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'puppeteer'
import type { Studio } from './studio'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Pixels of a phone's width: up to here fingers press. */
const PHONE = 480
/** What a finger hits. */
const TARGET = 44

interface Looks {
  scheme: 'light' | 'dark'
  width: number
}

/** Each scheme at one of the two widths. */
const LOOKS: readonly Looks[] = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 360 },
]

/** Opens a page that lets axe in, which the page's own policy does not. */
export function openPlain(
  studio: Studio,
  query: string,
  looks: Looks = { scheme: 'light', width: 1280 },
): Promise<Page> {
  return studio.open(query, {
    prepare: async (opened) => {
      await look(opened, looks)
      await opened.setBypassCSP(true)
    },
  })
}

/** What `barriers` finds of a page that is open, in each look. */
export async function barriersInAllLooks(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const looks of LOOKS) {
    await look(page, looks)
    for (const each of await barriers(page, looks.width)) found.push(`${looks.scheme}: ${each}`)
  }
  return found
}

/** Has a page look like that from now on. */
async function look(page: Page, { scheme, width }: Looks): Promise<void> {
  await page.setViewport({ width, height: 740 })
  // Colours that are on their way to others are none to measure.
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ])
}

/** Serious violations, a width that must be scrolled, controls too small for a finger: a line each. */
export async function barriers(page: Page, width: number): Promise<string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { violations } = await Reflect.get(globalThis, 'axe').run()
    return (violations as { id: string; impact: string; nodes: { html: string }[] }[])
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  })
  const across = await page.evaluate(() => document.documentElement.scrollWidth)
  if (across > width) found.push(`${across} pixels wide`)
  if (width <= PHONE) found.push(...(await smallTargets(page)))
  return found
}

const smallTargets = (page: Page) =>
  page.evaluate((least) => {
    const controls = document.querySelectorAll('main :is(button, input, select, [tabindex]), nav a')
    return [...controls].flatMap((control) => {
      // A box to check is hit by its words, too, and a file's field by the button that it looks like.
      const hit = control.matches('[type=checkbox], [type=radio], [type=file]')
        ? (control.closest('label') ?? control)
        : control
      const { width, height } = hit.getBoundingClientRect()
      const size = `${width.toFixed(1)} × ${height.toFixed(1)}`
      const isSmall = height > 0 && (height < least || width < least)
      return isSmall ? [`${control.id || control.className || control.textContent}: ${size}`] : []
    })
  }, TARGET)
