// A - B + C, where each is the mean of up to three images.

import { signal } from '@preact/signals'
import { analogy, type Latent, meanOf, resized, stack } from '../../gan/latent/latent'
import { Bitmap } from '../parts/Bitmap'
import { useLive } from '../parts/live'
import { ask } from './ask'
import type { Drawings, Looked } from './jobs'
import { pictureAt } from './pictures'
import { vectorsAt } from './places'
import { Result } from './Result'
import { Clear, type Named, Slots, usePlaces } from './Slots'
import { contrast, from, problem, space, way } from './state'
import { isStudied, looked } from './study'
import { text } from './text'
import { WayField } from './WayField'

const LETTERS = ['A', 'B', 'C'] as const
type Letter = (typeof LETTERS)[number]

const SIGNS: Record<Letter, string> = { A: '', B: '−', C: '+' }

const drawings = signal<Named | undefined>(undefined)
/** Drawings of the mean of each letter that has an image. */
const means = signal<(Drawings & { of: readonly Letter[] }) | undefined>(undefined)
const sum = signal<(Looked & { z: Latent }) | undefined>(undefined)

/** A mean is shorter than noise, and a sum may be longer: the spherical way scales both to the length of noise. */
function placed(z: Latent): Latent {
  return way.value === 'linear' ? z : resized(z, Math.sqrt(z.length))
}

const meanAt = (letter: Letter): Latent | undefined => {
  const vectors = vectorsAt('arithmetic', letter)
  return vectors.length > 0 && space.value ? meanOf(vectors) : undefined
}

export function Arithmetic() {
  usePlaces('arithmetic', drawings)
  useLive(
    means,
    () => {
      const { value } = from
      const of = LETTERS.filter((letter) => meanAt(letter))
      const vectors = LETTERS.flatMap((letter) => meanAt(letter) ?? []).map(placed)
      if (vectors.length === 0) return undefined
      return async () => ({ ...(await ask('latentDraw', value, stack(vectors))), of })
    },
    problem,
  )
  useLive(
    sum,
    () => {
      const { value } = from
      void isStudied.value
      const [a, b, c] = [meanAt('A'), meanAt('B'), meanAt('C')]
      if (!a || !b || !c) return undefined
      const z = placed(analogy(a, b, c))
      return async () => ({ ...looked(await ask('latentLook', value, z)), z })
    },
    problem,
  )
  return (
    <>
      <p class="note">{text.value.arithmetic.intro}</p>
      <div class="sum">
        {LETTERS.map((letter) => (
          <Term key={letter} letter={letter} />
        ))}
      </div>
      <div class="choices">
        <WayField />
        <Clear of="arithmetic" />
      </div>
      <Result
        id="sum"
        label="A − B + C"
        pixels={sum.value?.pixels}
        nearest={sum.value?.nearest}
        caption={sum.value ? 'A − B + C' : ''}
        z={sum.value?.z}
      />
    </>
  )
}

/** Three slots, and the drawing of their mean. */
function Term({ letter }: { letter: Letter }) {
  const { pixels, of } = means.value ?? {}
  const at = of?.indexOf(letter) ?? -1
  const picture = at < 0 ? undefined : pictureAt(pixels, space.value?.imageSize ?? 32, at)
  return (
    <>
      <span class="sign" aria-hidden="true">
        {SIGNS[letter]}
      </span>
      <figure class="term">
        <Slots of="arithmetic" drawings={drawings} letter={letter} />
        <Bitmap
          id={`mean-${letter}`}
          label={text.value.arithmetic.mean(letter)}
          picture={picture}
          width={32}
          height={32}
          contrast={contrast.value}
        />
        <figcaption>{text.value.arithmetic.meanOf(letter)}</figcaption>
      </figure>
    </>
  )
}
