// Frame of the page: title, tabs, the view of the open tab, footer. A tab is a row of `views`.

import { effect, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Bench } from './bench/Bench'
import { Compare } from './compare/Compare'
import { comparisonPart } from './compare/choice'
import { address, addressOfChoice } from './core/choice'
import type { ViewName } from './core/gpuUsers'
import { languagePart, spoken } from './core/language'
import { openRun } from './core/studio'
import { text } from './core/text'
import { pageTitle } from './core/title'
import { LatentLab } from './latent/LatentLab'
import { Languages } from './parts/Languages'
import { later } from './parts/Later'
import { Drop } from './train/Drop'
import { Train } from './train/Train'

const views = {
  train: { View: Train, needsRun: true },
  latent: { View: LatentLab, needsRun: true },
  translate: {
    View: later(async () => (await import('./translate/Translate')).Translate),
    needsRun: false,
  },
  compare: { View: Compare, needsRun: true },
  bench: { View: Bench, needsRun: false },
  lab: {
    View: later(async () => (await import('./kernels/Lab')).Lab),
    needsRun: false,
  },
  lessons: {
    View: later(async () => (await import('./lessons/Lessons')).Lessons),
    needsRun: false,
  },
} satisfies Record<ViewName, object>

const names = Object.keys(views) as ViewName[]

/** The view is the # part of the address, so links to it work, and the browser's Back. */
const named = (): ViewName =>
  names.find((name) => location.hash.split('/')[0] === `#${name}`) ?? 'train'

function writeAddress(): void {
  const settings = named() === 'compare' ? addressOfChoice : address
  const query = `${settings.value}${comparisonPart.value}${languagePart()}`
  history.replaceState(null, '', `${query}${location.hash}`)
}

/** Opens the run of the address when a view that needs one is first shown. */
export function openRunIfNeeded(): void {
  if (views[named()].needsRun) openRun()
}

export function App() {
  const view = useSignal(named())
  useEffect(() => {
    const changed = () => {
      view.value = named()
      openRunIfNeeded()
      // The entry that Back goes to has an earlier choice.
      writeAddress()
    }
    // Back between addresses that differ before the # fires no hashchange.
    addEventListener('popstate', changed)
    return () => removeEventListener('popstate', changed)
  }, [])
  // At once, not with the next frame: a copied address has the present choice.
  useEffect(() => effect(writeAddress), [])
  useEffect(
    () =>
      effect(() => {
        document.title = pageTitle(text.value.views[view.value])
        document.documentElement.lang = spoken.value
      }),
    [],
  )
  const { View } = views[view.value]
  const { views: titles, frame } = text.value
  return (
    <>
      <header class="top">
        <h1>Ganvas</h1>
        <p>{frame.aim}</p>
        <nav aria-label={frame.views}>
          {names.map((name) => (
            <a key={name} href={`#${name}`} aria-current={view.value === name ? 'page' : undefined}>
              {titles[name]}
            </a>
          ))}
        </nav>
        <Languages />
      </header>
      <View />
      <Drop />
      <footer>
        <p>{frame.footer}</p>
      </footer>
    </>
  )
}
