// Arithmetic: means get shorter, and drawings of A − B + C.

import { signal } from '@preact/signals'
import { resized, stack } from '../../../gan/latent/latent'
import { Fact } from '../../parts/Fact'
import { ChoiceField, into } from '../../parts/Field'
import { useLive } from '../../parts/live'
import { expectedLength } from './geometry'
import { Shot } from './Shot'
import {
  averages,
  COUNTS,
  draw,
  drawn,
  groups,
  LETTERS,
  latent,
  letter,
  problem,
  SHOWN,
  sums,
  toggle,
} from './state'
import { text } from './text'

type Images = readonly Float32Array[] | undefined

const ofMeans = signal<Images>(undefined)
const ofSums = signal<Images>(undefined)

/** All vectors as they are, then all scaled to the length √d. */
function bothLengths(of: readonly { z: Float32Array<ArrayBuffer> }[]) {
  if (of.length === 0) return undefined
  const root = Math.sqrt(latent.value)
  const z = stack([...of.map((each) => each.z), ...of.map((each) => resized(each.z, root))])
  return () => draw(z)
}

export function Averages() {
  useLive(ofMeans, () => bothLengths(averages.value), problem)
  const all = averages.value
  const { means, lengths } = text.value
  return (
    <section class="card stack space-means" aria-label={means.label}>
      <ol>
        {COUNTS.map((n, i) => (
          <li key={n}>
            <Shot
              id={`space-mean-${n}`}
              label={lengths.isAsIs(means.of(n))}
              image={ofMeans.value?.[i]}
            >
              {lengths.asIs}
            </Shot>
            <Shot
              id={`space-mean-long-${n}`}
              label={lengths.isLong(means.of(n))}
              image={ofMeans.value?.[COUNTS.length + i]}
            >
              {lengths.long}
            </Shot>
            <dl>
              <Fact title="n" value={n} />
              <Fact
                id={`space-mean-length-${n}`}
                title="‖z̄‖"
                value={all[i]?.length.toFixed(2) ?? '–'}
              />
              <Fact
                title="√(d/n)"
                value={expectedLength(latent.value, new Array(n).fill(1 / n)).toFixed(2)}
              />
            </dl>
          </li>
        ))}
      </ol>
      <p class="note">{means.note}</p>
    </section>
  )
}

export function Arithmetic() {
  useLive(ofSums, () => bothLengths(sums.value), problem)
  const { value: own } = groups
  const { sums: words, lengths } = text.value
  return (
    <section class="card stack space-sums" aria-label="A − B + C">
      <ChoiceField
        id="space-letter"
        title={words.letter}
        value={letter.value}
        options={LETTERS.map((value) => ({ value, title: value }))}
        changed={into(letter)}
      />
      <div class="space-palette">
        {Array.from({ length: SHOWN }, (_, i) => {
          const letters = LETTERS.filter((each) => own[each].includes(i))
          return (
            <button
              key={i}
              type="button"
              id={`space-pick-${i}`}
              aria-label={words.drawing(i, letters)}
              aria-pressed={own[letter.value].includes(i)}
              onClick={() => toggle(i)}
            >
              <Shot id={`space-drawing-${i}`} image={drawn.value?.images[i]} />
              {letters.length > 0 && <b aria-hidden="true">{letters.join('')}</b>}
            </button>
          )
        })}
      </div>
      <ol class="space-results">
        {[...LETTERS, 'A − B + C'].map((name, i) => {
          const sum = sums.value[i]
          const id = i < LETTERS.length ? name : 'sum'
          return (
            <li key={name}>
              <h4>{i < LETTERS.length ? words.mean(name) : name}</h4>
              <div>
                <Shot id={`space-sum-${id}`} label={lengths.isAsIs(name)} image={ofSums.value?.[i]}>
                  {lengths.asIs}
                </Shot>
                <Shot
                  id={`space-sum-long-${id}`}
                  label={lengths.isLong(name)}
                  image={ofSums.value?.[LETTERS.length + 1 + i]}
                >
                  {lengths.long}
                </Shot>
              </div>
              <p class="note">
                {words.lengths(
                  <b id={`space-sum-length-${id}`}>{sum?.length.toFixed(2) ?? '–'}</b>,
                  <b id={`space-sum-expected-${id}`}>
                    {sum ? expectedLength(latent.value, sum.shares).toFixed(2) : '–'}
                  </b>,
                )}
              </p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
