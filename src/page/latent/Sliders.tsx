// Sliders of attributes: each adds its direction to the z of one image, and the drawing follows while one drags.

import { signal } from '@preact/signals'
import { combine, type Latent, lengthOf, resized } from '../../gan/latent/latent'
import { useLive } from '../parts/live'
import { ask } from './ask'
import type { Attributes } from './attributeJobs'
import type { Looked } from './jobs'
import { vectorsAt } from './places'
import { Result } from './Result'
import { type Named, Slots, usePlaces } from './Slots'
import { from, problem, space } from './state'
import { isStudied, looked } from './study'
import { text } from './text'

const MOST = 3

const drawings = signal<Named | undefined>(undefined)
const known = signal<Attributes | undefined>(undefined)
/** Amounts by name; 0 without an entry. */
const amounts = signal<Readonly<Record<string, number>>>({})
/** Share of the distance from the mean of W. */
const psi = signal(1)
const frame = signal<(Looked & { z: Latent }) | undefined>(undefined)

/** z with all directions added, at its own length. */
function moved(): Latent | undefined {
  const [z] = vectorsAt('sliders', 'A')
  if (!z || !space.value) return undefined
  const vectors = (known.value?.attributes ?? []).filter(({ vector }) => vector.length === z.length)
  const all = combine(
    [z, ...vectors.map(({ vector }) => vector)],
    [1, ...vectors.map(({ name }) => amounts.value[name] ?? 0)],
  )
  return resized(all, lengthOf(z))
}

export function Sliders() {
  usePlaces('sliders', drawings)
  useLive(
    known,
    () => {
      const { value } = from
      return space.value && (() => ask('latentAttributes', value))
    },
    problem,
  )
  useLive(
    frame,
    () => {
      const { value } = from
      void isStudied.value
      const [z, share] = [moved(), known.value?.hasStyles ? psi.value : 1]
      return z && (async () => ({ ...looked(await ask('latentLook', value, z, share)), z }))
    },
    problem,
  )
  const { pixels, nearest, z } = frame.value ?? {}
  const { attributes, hasStyles } = known.value ?? {}
  const words = text.value.sliders
  return (
    <>
      <p class="note">{words.intro}</p>
      <div class="choices">
        <Slots of="sliders" drawings={drawings} />
        <button
          type="button"
          id="sliders-reset"
          onClick={() => {
            amounts.value = {}
            psi.value = 1
          }}
        >
          {words.reset}
        </button>
      </div>
      <Result
        id="sliders"
        label={words.label}
        pixels={pixels}
        nearest={nearest}
        caption={said()}
        z={z}
      />
      <div id="attributes" class="attributes" aria-busy={!attributes}>
        {attributes?.map(({ name }) => (
          <label key={name} class="slider wide">
            <span>{words.name(name)}</span>
            <input
              type="range"
              id={`amount-${name.replaceAll(' ', '-')}`}
              min={-MOST}
              max={MOST}
              step={0.05}
              value={amounts.value[name] ?? 0}
              onInput={({ currentTarget }) => {
                amounts.value = { ...amounts.value, [name]: currentTarget.valueAsNumber }
              }}
            />
          </label>
        )) ?? <p class="note">{words.finding}</p>}
        {hasStyles && (
          <label class="slider wide">
            <span>{words.mean}</span>
            <input
              type="range"
              id="psi"
              min={0}
              max={1}
              step={0.01}
              value={psi.value}
              onInput={({ currentTarget }) => {
                psi.value = currentTarget.valueAsNumber
              }}
            />
          </label>
        )}
      </div>
    </>
  )
}

/** `thick +1.5, 7 -0.5` */
function said(): string {
  const parts = Object.entries(amounts.value).filter(([, amount]) => amount !== 0)
  const { name: nameOf } = text.value.sliders
  const texts = parts.map(
    ([name, amount]) => `${nameOf(name)} ${amount > 0 ? '+' : ''}${amount.toFixed(2)}`,
  )
  return texts.join(', ')
}
