import { signal } from '@preact/signals'
import { between, journey, type Latent, stack } from '../../gan/latent/latent'
import { Bitmap } from '../parts/Bitmap'
import { useLive } from '../parts/live'
import { ask } from './ask'
import type { Looked } from './jobs'
import type { Smoothness } from './looks'
import { sheet } from './pictures'
import { vectorsAt } from './places'
import { Result } from './Result'
import { Clear, type Named, Slots, usePlaces } from './Slots'
import { contrast, from, problem, space, way } from './state'
import { isStudied, looked } from './study'
import { text } from './text'
import { WayField } from './WayField'

/** Frames that smoothness is measured on, and frames from one shown to the next. */
const [FRAMES, EVERY] = [33, 4]
const SHOWN = (FRAMES - 1) / EVERY + 1

/** 0 at A, 1 at B. */
const share = signal(0.5)

const drawings = signal<Named | undefined>(undefined)
const frame = signal<(Looked & { z: Latent; share: number }) | undefined>(undefined)
const strip = signal<(Looked & { smoothness: Smoothness }) | undefined>(undefined)

function ends(): [Latent, Latent] | undefined {
  const [a, b] = [vectorsAt('slide', 'A')[0], vectorsAt('slide', 'B')[0]]
  return a && b && space.value ? [a, b] : undefined
}

export function Slide() {
  usePlaces('slide', drawings)
  useLive(
    frame,
    () => {
      const { value } = from
      void isStudied.value
      const at = share.value
      const [a, b] = ends() ?? []
      if (!a || !b) return undefined
      const z = between(a, b, at, way.value)
      return async () => ({ ...looked(await ask('latentLook', value, z)), z, share: at })
    },
    problem,
  )
  useLive(
    strip,
    () => {
      const { value } = from
      void isStudied.value
      const stops = ends()
      if (!stops) return undefined
      const z = stack(journey(stops, { frames: FRAMES, way: way.value }).flat())
      return async () => looked(await ask('latentWay', value, { z, every: EVERY }))
    },
    problem,
  )
  const { pixels, nearest, z, share: shown } = frame.value ?? {}
  const { imageSize: side = 32, compared } = space.value ?? {}
  const { drawn, real } = strip.value?.smoothness ?? {}
  const words = text.value.slide
  return (
    <>
      <p class="note">{words.intro}</p>
      <div class="choices">
        <Slots of="slide" drawings={drawings} />
        <WayField />
        <Clear of="slide" />
      </div>
      <Result
        id="slide"
        label={words.label}
        pixels={pixels}
        nearest={nearest}
        caption={shown === undefined ? '' : words.at(shown.toFixed(2))}
        z={z}
      />
      <label class="slider wide">
        A
        <input
          id="share"
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={share.value}
          aria-label={words.share}
          onInput={({ currentTarget }) => {
            share.value = currentTarget.valueAsNumber
          }}
        />
        B
      </label>
      <figure>
        <Bitmap
          id="strip"
          label={words.strip(SHOWN)}
          picture={sheet(strip.value?.pixels, side, SHOWN)}
          width={SHOWN * 32}
          height={32}
          contrast={contrast.value}
        />
        <Bitmap
          id="strip-nearest"
          label={words.nearest}
          picture={sheet(strip.value?.nearest?.pixels, side, SHOWN)}
          width={SHOWN * 32}
          height={32}
        />
        <figcaption>
          <span>{words.caption}</span>
          <span>
            {words.steps(
              <b id="smoothness">{drawn?.toFixed(2) ?? '–'}</b>,
              <b id="smoothness-nearest">{real?.toFixed(2) ?? '–'}</b>,
            )}
          </span>
        </figcaption>
      </figure>
      <p class="note">{words.measure(FRAMES - 1, compared)}</p>
    </>
  )
}
