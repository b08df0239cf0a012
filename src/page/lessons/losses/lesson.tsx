import '../plot/plot.css'
import './losses.css'
import { batch as together, useSignalEffect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { phase, step } from '../../core/store'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { text as book } from '../parts/text'
import { bringIntoView } from '../plot/bringIntoView'
import { Readings } from '../plot/Readings'
import { type LossName, lossNames, type Role, sigma } from '../tools/forms'
import { LossControls } from './LossControls'
import { LossPlot } from './LossPlot'
import { LossTable } from './LossTable'
import * as state from './state'
import { text } from './text'

function View() {
  useEffect(() => void state.measure(), [])
  useSignalEffect(() => {
    void step.value
    if (!['loading', 'empty', 'fault'].includes(phase.value)) void state.look()
  })
  const { intro, loss, slope, parts } = text.value
  return (
    <Steps
      all={[
        {
          title: parts.slope,
          text: <p class="prose">{intro}</p>,
          figure: (
            <>
              <LossControls />
              <div class="loss-figures sheet" id="loss-figures">
                <figure class="card">
                  <figcaption>
                    <h4>{loss.title}</h4>
                    <span>{loss.hint}</span>
                  </figcaption>
                  <LossPlot of="value" />
                </figure>
                <figure class="card">
                  <figcaption>
                    <h4>{slope.title(['paper', 'failed'].includes(state.source.value))}</h4>
                    <span>{slope.hint}</span>
                  </figcaption>
                  <LossPlot of="slope" />
                </figure>
                <LossTable />
              </div>
            </>
          ),
        },
        { title: parts.numbers, text: <Numbers /> },
        ...lossNames.map((name) => ({
          title: text.value.claims[name].title,
          text: (
            <>
              <p class="prose">{text.value.claims[name].text}</p>
              <div class="buttons">
                <Try name={name} />
              </div>
            </>
          ),
        })),
      ]}
    />
  )
}

function Numbers() {
  const { logit, chosen } = state
  const { says } = text.value
  const shown = (of: 'value' | 'slope') =>
    state.fixed(state.numberAt(chosen.value, of, logit.value), 4)
  return (
    <Readings
      rows={[
        { id: 'loss-logit', tex: 'x', value: state.fixed(logit.value, 2), says: says.x },
        {
          id: 'loss-sigma',
          tex: String.raw`\sigma(x)`,
          value: sigma(logit.value).toFixed(4),
          says: says.sigma,
        },
        { id: 'loss-value', tex: 'L(x)', value: shown('value'), says: says.L },
        {
          id: 'loss-slope',
          tex: String.raw`\frac{dL}{dx}`,
          value: shown('slope'),
          says: says.slope,
        },
      ]}
    />
  )
}

/** Logit at which each loss is shown: where D is sure, or fooled. */
const shows: Record<LossName, { x: number; of?: Role }> = {
  minimax: { x: -6 },
  'non-saturating': { x: -6 },
  lsgan: { x: 4 },
  wgan: { x: -6 },
  hinge: { x: -3, of: 'fake' },
}

/** Button that sets the figures to the example in the text. */
function Try({ name }: { name: LossName }) {
  const { x, of = 'generator' } = shows[name]
  return (
    <button
      type="button"
      data-try={name}
      onClick={() => {
        together(() => {
          state.chosen.value = name
          state.logit.value = x
          state.middle.value = x
          state.role.value = of
        })
        bringIntoView('loss-figures')
      }}
    >
      {book.value.showIt} {text.value.claims[name].show}
    </button>
  )
}

export const lesson: Lesson = { minutes: 6, View, text }
