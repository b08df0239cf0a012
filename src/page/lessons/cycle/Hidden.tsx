// Pictures of emoji: what the ink hides, and what pairs are worth. They are recorded, so they need no GPU.

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Bitmap } from '../../parts/Bitmap'
import { ChoiceField, into, optionsOf } from '../../parts/Field'
import { faultOf } from '../parts/fault'
import { measured } from './measured'
import { ACROSS, loadSheet, problem, sheet, stripOf } from './sheet'
import { text } from './text'
import { SIDE, type TreatmentName, treated, treatmentNames } from './treatments'

const treatment = signal<TreatmentName>('bytes')

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

export function Hidden() {
  useEffect(() => void loadSheet(), [])
  const { hidden: words } = text.value
  const name = treatment.value
  const [made, drawn] = [sheet.value?.get('made'), sheet.value?.get('drawn')]
  const middle = made && drawn && treated(name, { made, drawn })
  const { difference, colour } = measured[name]
  return (
    <section class="card stack" aria-label={words.label}>
      <div class="controls">
        <ChoiceField
          id="cycle-treatment"
          title={words.treatment}
          value={name}
          options={optionsOf(treatmentNames, words.treatments)}
          changed={into(treatment)}
        />
      </div>
      {problem.value && (
        <p class="fault" role="alert">
          {faultOf(problem.value)}
        </p>
      )}
      <div class="cycle-hidden">
        <div class="cycle-strips">
          <Strip id="cycle-given" title={words.given} images={sheet.value?.get('colour')} />
          <Strip id="cycle-middle" title={words.middles[name]} images={middle} />
          <Strip id="cycle-back" title={words.back} images={sheet.value?.get(`${name}Back`)} />
        </div>
        <table class="compared" id="cycle-measured">
          <caption class="note">{words.measured(measured.count)}</caption>
          <thead>
            <tr>
              <th scope="col">{words.middle}</th>
              <th scope="col">{words.colour}</th>
              <th scope="col">{words.difference}</th>
            </tr>
          </thead>
          <tbody>
            {treatmentNames.map((each) => (
              <tr key={each} class={each === name ? 'chosen' : ''}>
                <th scope="row">{words.treatments[each]}</th>
                <td>{percent(measured[each].colour)}</td>
                <td>{measured[each].difference.toFixed(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p role="status" id="cycle-kept">
        {words.kept(percent(colour), difference.toFixed(3))}
      </p>
    </section>
  )
}

export function Pairs() {
  useEffect(() => void loadSheet(), [])
  const { pairs: words } = text.value
  const rows = [
    { name: 'drawn', of: measured.unchanged },
    { name: 'drawnBack', of: measured.drawn },
    { name: 'withPairs', of: measured.withPairs },
    { name: 'colour', of: { colour: 1, difference: 0 } },
  ] as const
  return (
    <section class="card stack" aria-label={words.label}>
      <div class="cycle-strips">
        {rows.map(({ name, of: { colour, difference } }) => (
          <Strip
            key={name}
            id={`cycle-pairs-${name}`}
            title={words.rows[name]}
            images={sheet.value?.get(name)}
          >
            {words.numbers(difference.toFixed(3), percent(colour))}
          </Strip>
        ))}
      </div>
      <p class="note">{words.note(measured.count)}</p>
    </section>
  )
}

interface StripProps {
  id: string
  title: string
  images: Float32Array | undefined
  children?: string
}

function Strip({ id, title, images, children }: StripProps) {
  return (
    <figure>
      <figcaption>
        <b>{title}</b> {children}
      </figcaption>
      <Bitmap
        id={id}
        label={title}
        picture={images && stripOf(images)}
        width={ACROSS * SIDE}
        height={SIDE}
      />
    </figure>
  )
}
