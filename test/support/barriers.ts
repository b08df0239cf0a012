// Accessibility barriers of a page: axe's violations, content that does not fit, and small touch targets.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'puppeteer'
import type { Studio } from './studio'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Greatest width of a phone in pixels, where touch targets count. */
const PHONE = 480
/** Least side of a touch target, in pixels. */
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

/** Opens a page in its first look, which `barriers` then examines. Any open page will do, too: its policy does not stop axe. */
export function openPlain(
  studio: Studio,
  query: string,
  looks: Looks = { scheme: 'light', width: 1280 },
): Promise<Page> {
  return studio.open(query, { prepare: (opened) => look(opened, looks) })
}

/** The other two. */
export const OTHER_LOOKS: readonly Looks[] = [
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 360 },
]

/** Barriers of an open page, in each look. */
export async function barriersInAllLooks(page: Page, all = LOOKS): Promise<string[]> {
  const found: string[] = []
  for (const looks of all) {
    await look(page, looks)
    for (const each of await barriers(page, looks.width)) found.push(`${looks.scheme}: ${each}`)
  }
  return found
}

/** Sets the scheme and width of a page. */
export async function look(page: Page, { scheme, width }: Looks): Promise<void> {
  await page.setViewport({ width, height: 740 })
  // Colours must not be measured during a transition.
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ])
}

/** Serious violations, horizontal scrolling, and controls too small for a finger: one line each. */
export async function barriers(page: Page, width: number): Promise<string[]> {
  if (!(await page.evaluate(() => Reflect.has(globalThis, 'axe')))) await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    // Details of what passes take longer than the rules, and preloaded files serve none of the serious ones.
    const options = { resultTypes: ['violations'], preload: false }
    const { violations } = await Reflect.get(globalThis, 'axe').run(options)
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
      // A checkbox can be hit by its label too, and a file input by its button.
      const hit = control.matches('[type=checkbox], [type=radio], [type=file]')
        ? (control.closest('label') ?? control)
        : control
      const { width, height } = hit.getBoundingClientRect()
      const size = `${width.toFixed(1)} × ${height.toFixed(1)}`
      const isSmall = height > 0 && (height < least || width < least)
      return isSmall ? [`${control.id || control.className || control.textContent}: ${size}`] : []
    })
  }, TARGET)
