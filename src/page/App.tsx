// Frame of the page: title, tabs, the view of the open tab, footer. A tab is a row of `views`.

import { effect, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Bench } from './bench/Bench'
import { Compare } from './compare/Compare'
import { comparisonPart } from './compare/choice'
import { address, addressOfChoice } from './core/choice'
import { languagePart } from './core/language'
import { openRun } from './core/studio'
import { pageTitle } from './core/title'
import { LatentLab } from './latent/LatentLab'
import { later } from './parts/Later'
import { Drop } from './train/Drop'
import { Train } from './train/Train'

const views = {
  train: { title: 'Train', View: Train, needsRun: true },
  latent: { title: 'Latent space', View: LatentLab, needsRun: true },
  translate: {
    title: 'Translate',
    View: later(async () => (await import('./translate/Translate')).Translate),
    needsRun: false,
  },
  compare: { title: 'Compare', View: Compare, needsRun: true },
  bench: { title: 'Bench', View: Bench, needsRun: false },
  lab: {
    title: 'Lab',
    View: later(async () => (await import('./kernels/Lab')).Lab),
    needsRun: false,
  },
  lessons: {
    title: 'Lessons',
    View: later(async () => (await import('./lessons/Lessons')).Lessons),
    needsRun: false,
  },
} as const

type ViewName = keyof typeof views

const names = Object.keys(views) as ViewName[]

/** The view is the # part of the address, so links to it work, and the browser's Back. */
const named = (): ViewName =>
  names.find((name) => location.hash.split('/')[0] === `#${name}`) ?? 'train'

function writeAddress(): void {
  const settings = named() === 'compare' ? addressOfChoice : address
  // Lessons alone are translated.
  const spoken = named() === 'lessons' ? languagePart() : ''
  const query = `${settings.value}${comparisonPart.value}${spoken}`
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
        document.title = pageTitle(views[view.value].title)
      }),
    [],
  )
  const { View } = views[view.value]
  return (
    <>
      <header class="top">
        <h1>Ganvas</h1>
        <p>One network learns to draw, the other to tell its drawings from real images.</p>
        <nav aria-label="Views">
          {names.map((name) => (
            <a key={name} href={`#${name}`} aria-current={view.value === name ? 'page' : undefined}>
              {views[name].title}
            </a>
          ))}
        </nav>
      </header>
      <View />
      <Drop />
      <footer>
        <p>Every step is a list of hand-written WGSL kernels. Nothing leaves this machine.</p>
      </footer>
    </>
  )
}
