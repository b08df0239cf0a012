// One iteration, part by part: a description of each part, and its results.

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { subSteps } from '../../gan/model/stages'
import type { Inside } from '../../gan/run/inside'
import { config, opened, phase, slow } from '../core/store'
import { substep } from '../core/studio'
import { text as core } from '../core/text'
import { figure } from '../core/words'
import type { AboutBatch } from './enPart'
import { text } from './text'

/** Milliseconds per part. */
const PACE = 1500

const playing = signal(false)

export function SlowMotion() {
  const { substep: at, inside } = slow.value ?? {}
  const { r1 = 0, r1Every = 1 } = config.value ?? {}
  const named = subSteps.filter(({ name }) => name !== 'R1' || (r1 > 0 && r1Every > 1))
  const place = named.findIndex(({ name }) => name === at?.name)
  const training = phase.value === 'training'

  useEffect(() => {
    if (!playing.value) return
    // The next part is requested a while after the last one has arrived.
    const timer = setTimeout(substep, slow.value ? PACE : 0)
    return () => clearTimeout(timer)
  }, [playing.value, slow.value])
  useEffect(() => {
    if (training || ['fault', 'empty'].includes(phase.value)) playing.value = false
  }, [phase.value])

  const words = text.value.slow
  return (
    <section class="slow card" aria-label={words.label}>
      <div class="slow-head">
        <h2>{words.title}</h2>
        <div class="buttons">
          <button type="button" id="part" disabled={training || playing.value} onClick={substep}>
            {words.next}
          </button>
          <button
            type="button"
            id="play"
            aria-pressed={playing.value}
            disabled={training}
            onClick={() => {
              playing.value = !playing.value
            }}
          >
            {playing.value ? words.stop : words.play}
          </button>
        </div>
      </div>
      <ol class="parts">
        {named.map(({ name, player }, i) => (
          <li
            key={name}
            class={`${player.toLowerCase()} ${i < place ? 'done' : ''}`}
            aria-current={i === place ? 'step' : undefined}
          >
            {core.value.part(name)}
          </li>
        ))}
      </ol>
      <div class={slow.value ? 'part-body filled' : 'part-body'}>
        <p id="part-text" aria-live="polite">
          {at && inside ? text.value.part(at, inside, about()) : words.how}
        </p>
        <Gradients gradients={inside?.gradients} />
      </div>
    </section>
  )
}

function about(): AboutBatch {
  const { about: known } = opened.value ?? {}
  if (known?.kind === 'points') return { thing: 'point', batch: known.toy.batchSize, latent: 2 }
  const { batchSize = 64, latent = 100 } = config.value ?? {}
  return { thing: 'image', batch: batchSize, latent }
}

/** Norms of the latest gradients, a bar for each parameter. */
function Gradients({ gradients }: { gradients: Inside['gradients'] }) {
  const { player = 'D', layers = [] } = gradients ?? {}
  const most = Math.max(...layers.map(({ norm }) => norm), Number.MIN_VALUE)
  return (
    <ul class={`gradients ${player.toLowerCase()}`} aria-label={text.value.slow.gradients(player)}>
      {layers.map(({ name, norm }) => (
        <li key={name}>
          <span>{name}</span>
          <meter value={norm} max={most} />
          <span class="number">{norm >= 1e-3 ? figure(norm) : norm.toExponential(1)}</span>
        </li>
      ))}
    </ul>
  )
}
