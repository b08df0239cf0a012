// Losses: what G and D are told, by the score that D gives; drawn from the library's own losses and the tape.

import '../plot/plot.css'
import './losses.css'
import { batch as together, useSignalEffect } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { phase, step } from '../../store'
import { Formula } from '../Formula'
import type { Lesson } from '../lesson'
import { bringIntoView } from '../plot/bringIntoView'
import { Readings } from '../plot/Readings'
import { type LossName, type Role, sigma } from './forms'
import { LossControls } from './LossControls'
import { LossPlot } from './LossPlot'
import { LossTable } from './LossTable'
import * as state from './state'

function View() {
  useEffect(() => void state.measure(), [])
  useSignalEffect(() => {
    void step.value
    if (!['loading', 'empty', 'fault'].includes(phase.value)) void state.look()
  })
  const { logit, chosen } = state
  const shown = (of: 'value' | 'slope') =>
    state.fixed(state.numberAt(chosen.value, of, logit.value), 4)
  return (
    <>
      <p class="prose">
        D gives each image one number, the logit <i>x</i>. A loss makes of it what D, or G, shall
        make small. But neither ever sees the loss: the tape sends back its slope. Every gradient in
        G is a sum over the images of a batch, and what each adds is multiplied by the slope at its
        logit. So read a GAN's loss by how steep it is where the images are. (Adam divides out how
        large a gradient is as a whole; which images it comes from is still up to the slopes, and
        where all are tiny, noise and Adam's ε take over.)
      </p>
      <LossControls />
      <div class="loss-figures" id="loss-figures">
        <figure class="card">
          <figcaption>
            <h3>Loss</h3>
            <span>drag the logit; the straight line is its slope</span>
          </figcaption>
          <LossPlot of="value" />
        </figure>
        <figure class="card">
          <figcaption>
            <h3>Slope, by {state.source.value === 'paper' ? 'the formula' : 'the tape'}</h3>
            <span>slope 0: nothing is learned</span>
          </figcaption>
          <LossPlot of="slope" />
        </figure>
        <LossTable />
      </div>
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
      <Claims />
    </>
  )
}

const says = {
  x: "D's score before any sigmoid: below 0 it says generated, above 0 real.",
  sigma:
    'D(G(z)), the probability of being real that this logit stands for. Least squares and critics take x as it is.',
  L: 'the loss that is drawn bold, of this one image.',
  slope: 'what the tape multiplies all else by. Below 0, to raise x lowers the loss.',
} as const

function Claims() {
  return (
    <div class="claims">
      <Claim title="Minimax lets go where D is sure">
        <p>
          The first paper has G minimise log(1 − D(G(z))). Its slope is <Formula tex="-\sigma(x)" />
          : minus the probability that D gives the image. An image that D is sure is generated has
          hardly any, so it hardly pushes: G learns least from its worst drawings, and once D has
          won, it learns nothing at all.
        </p>
        <Try name="minimax" x={-6}>
          Minimax, D sure
        </Try>
      </Claim>
      <Claim title="Non-saturating does not">
        <p>
          Same D, but G minimises −log D(G(z)). The slope is <Formula tex="\sigma(x) - 1" />: minus
          the probability that is missing. Now a sure D pushes with almost 1, and an image that
          fools D is left alone. Both losses fall as <i>x</i> grows; they differ in where they
          insist. (D's loss is the same in both: of D's, their lines coincide.)
        </p>
        <Try name="non-saturating" x={-6}>
          Non-saturating, D sure
        </Try>
      </Claim>
      <Claim title="Least squares pulls back what fools D already">
        <p>
          LSGAN's D gives no probability but aims at labels: 0 for generated, 1 for real. G
          minimises <Formula tex="\tfrac12 (x - 1)^2" />, whose slope <Formula tex="x - 1" /> is 0
          at 1 only. At 4, far on the real side, it is +3: the image is pulled back to where real
          ones are, not praised. And far on the other side it pushes the more, the further away it
          is: at −6 the slope is −7, which leaves the plot; the number stands at its edge.
        </p>
        <Try name="lsgan" x={4}>
          Least squares, D fooled
        </Try>
      </Claim>
      <Claim title="A critic has no sigmoid">
        <p>
          WGAN's score is no probability, and may be any number: G minimises <Formula tex="-x" />,
          with slope −1 everywhere. A sigmoid would bend that flat at both ends, and with it the
          difference of mean scores, which the next chapter shows to be a distance. What keeps
          scores finite instead is a limit on how fast the score may change from image to image.
        </p>
        <Try name="wgan" x={-6}>
          WGAN, anywhere
        </Try>
      </Claim>
      <Claim title="Hinge stops D, not G">
        <p>
          G's loss is WGAN's, so one line covers the other. D's is not: a generated image below −1
          has slope 0 for D, which spends nothing on being surer than it has to be.
        </p>
        <Try name="hinge" x={-3} of="fake">
          Hinge, D's loss
        </Try>
      </Claim>
    </div>
  )
}

function Claim({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="claim card">
      <h3>{title}</h3>
      {children}
    </section>
  )
}

interface TryProps {
  name: LossName
  x: number
  of?: Role
  children: ComponentChildren
}

/** Shows in the figures what was just said. */
function Try({ name, x, of = 'generator', children }: TryProps) {
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
      Show it: {children}
    </button>
  )
}

export const losses: Lesson = {
  name: 'losses',
  title: 'Losses',
  aim: 'Say from the slope of a loss which images G learns from.',
  minutes: 6,
  View,
  question: {
    ask: 'D is sure that an image is generated: σ(x) = 0.01. How many times as strongly does the non-saturating loss push G there as minimax?',
    choices: ['just as strongly', '2 times', '99 times', 'both push with 0'],
    answer: '99 times',
    because:
      'Minimax has the slope −σ(x) = −0.01, the non-saturating loss σ(x) − 1 = −0.99. (Drag the logit to −4.5, which is σ(x) = 0.011.)',
  },
}
