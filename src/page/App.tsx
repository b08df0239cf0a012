// The frame of the page: its name, its views, and what stands below all of them.

import { effect, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Bench } from './bench/Bench'
import { Compare } from './compare/Compare'
import { comparisonPart } from './compare/choice'
import { languagePart } from './core/language'
import { openIfOfUse } from './core/studio'
import { LatentLab } from './latent/LatentLab'
import { later } from './parts/Later'
import { address } from './train/choice'
import { Drop } from './train/Drop'
import { Train } from './train/Train'

const views = {
  train: { title: 'Train', View: Train },
  latent: { title: 'Latent space', View: LatentLab },
  compare: { title: 'Compare', View: Compare },
  bench: { title: 'Bench', View: Bench },
  lessons: {
    title: 'Lessons',
    View: later(async () => (await import('./lessons/Lessons')).Lessons),
  },
} as const

type ViewName = keyof typeof views

const names = Object.keys(views) as ViewName[]

/** The view stands after the # of the address: links to it work, and the browser's Back. */
const named = (): ViewName =>
  names.find((name) => location.hash.split('/')[0] === `#${name}`) ?? 'train'

const writeAddress = () =>
  history.replaceState(
    null,
    '',
    `${address.value}${comparisonPart.value}${languagePart()}${location.hash}`,
  )

export function App() {
  const view = useSignal(named())
  useEffect(() => {
    const changed = () => {
      view.value = named()
      openIfOfUse()
      // What Back goes to was left with an earlier choice.
      writeAddress()
    }
    // Back between addresses that differ in more than the hash is no hashchange.
    addEventListener('popstate', changed)
    return () => removeEventListener('popstate', changed)
  }, [])
  // At once, not with the next frame: what somebody copies is what they chose.
  useEffect(() => effect(writeAddress), [])
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
