// Frame of the page: title, tabs, the view of the open tab, footer. A tab is a row of `views`.

import { effect, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { comparisonPart } from './compare/choice'
import { namesRun } from './core/address'
import { address, addressOfChoice } from './core/choice'
import type { ViewName } from './core/gpuUsers'
import { languagePart, spoken } from './core/language'
import { openRun } from './core/studio'
import { text } from './core/text'
import { pageTitle } from './core/title'
import { Home } from './home/Home'
import { LatentLab } from './latent/LatentLab'
import { Languages } from './parts/Languages'
import { later } from './parts/Later'
import { Drop } from './train/Drop'
import { Train } from './train/Train'

const views = {
  home: { View: Home, needsRun: false },
  train: { View: Train, needsRun: true },
  latent: { View: LatentLab, needsRun: true },
  translate: {
    View: later(async () => (await import('./translate/Translate')).Translate),
    needsRun: false,
  },
  compare: {
    View: later(async () => (await import('./compare/Compare')).Compare),
    needsRun: true,
  },
  bench: {
    View: later(async () => (await import('./bench/Bench')).Bench),
    needsRun: false,
  },
  lab: {
    View: later(async () => (await import('./kernels/Lab')).Lab),
    needsRun: false,
  },
  lessons: {
    View: later(async () => (await import('./lessons/Lessons')).Lessons),
    needsRun: false,
  },
} satisfies Record<ViewName | 'home', object>

type Name = keyof typeof views

const names = Object.keys(views) as Name[]
const tabs = names.filter((name) => name !== 'home')

/** The view is the # part of the address, so links to it work, and the browser's Back. Without one, settings open Train. */
const named = (): Name =>
  names.find((name) => location.hash.split('/')[0] === `#${name}`) ??
  (namesRun(location.search) ? 'train' : 'home')

function writeAddress(): void {
  const query = named() === 'home' ? homeQuery() : queryOfRun()
  history.replaceState(null, '', `${location.pathname}${query}${location.hash}`)
}

function queryOfRun(): string {
  const settings = named() === 'compare' ? addressOfChoice : address
  return `${settings.value}${comparisonPart.value}${languagePart()}`
}

/** The landing view names no run, so its address stays as it came, but for the language. */
function homeQuery(): string {
  const given = new URLSearchParams(location.search)
  given.delete('lang')
  const query = `${given}${languagePart()}`.replace(/^&/, '')
  return query && `?${query}`
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
        document.title = pageTitle(view.value === 'home' ? '' : text.value.views[view.value])
        document.documentElement.lang = spoken.value
      }),
    [],
  )
  const { View } = views[view.value]
  const { views: titles, frame } = text.value
  return (
    <>
      <header class="top">
        <h1>
          <a class="brand" href="#home" aria-current={view.value === 'home' ? 'page' : undefined}>
            Ganvas
          </a>
        </h1>
        <nav aria-label={frame.views}>
          {tabs.map((name) => (
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
