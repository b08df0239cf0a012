// Jensen-Shannon against Earth-Mover: two piles to drag apart, both distances, and a critic to draw.

import '../plot/plot.css'
import '../losses/losses.css'
import './distance.css'
import { ChoiceField } from '../../parts/Field'
import { Formula } from '../Formula'
import { Means } from '../Legend'
import type { Lesson } from '../lesson'
import { bringIntoView } from '../plot/bringIntoView'
import { Readings } from '../plot/Readings'
import { CriticLab } from './CriticLab'
import { Curve } from './Curves'
import { PileFigure } from './PileFigure'
import { type ShapeName, shapes, shareLeftOf } from './piles'
import { Shift } from './Shift'
import { fake, move, numbers, real, shapeOfFake, shapeOfReal, shift, signed } from './state'

const shapeOptions = (Object.keys(shapes) as ShapeName[]).map((value) => ({ value, title: value }))

function View() {
  return (
    <>
      <p class="prose">
        To train G is to bring what it draws nearer to what is real. How near it is depends on what
        one calls near. Here all images lie on a line, and each of the two kinds is a pile of earth
        on it. Drag the generated pile, or use the slider.
      </p>
      <Controls />
      <figure class="card">
        <figcaption>
          <h3>Two piles, and the cheapest way to make one of the other</h3>
          <span>drag the generated pile</span>
        </figcaption>
        <PileFigure />
      </figure>
      <p class="prose">
        The bands are the <b>transport plan</b>: the stronger its colour, the more earth a band
        carries; how wide it is at its ends says only how far that earth is spread. On a line the
        cheapest plan lets nothing overtake anything. Its cost, mass times way summed over all
        bands, is the <b>Earth-Mover distance</b>. The <b>Jensen-Shannon divergence</b> instead asks
        at each place alone how well one can tell the two apart there; it knows no distances.
      </p>
      <div class="distance-curves">
        <figure class="card">
          <figcaption>
            <h3>Jensen-Shannon</h3>
            <span>the straight line is its slope</span>
          </figcaption>
          <Curve kind="js" label="The Jensen-Shannon divergence by place" />
        </figure>
        <figure class="card">
          <figcaption>
            <h3>Earth-Mover</h3>
            <span>the straight line is its slope</span>
          </figcaption>
          <Curve kind="em" label="The Earth-Mover distance by place" />
        </figure>
      </div>
      <Numbers />
      <p class="prose">
        Pull the piles apart until they no longer touch: beyond 5. Jensen-Shannon is{' '}
        <Formula tex="\log\,2 = 0.693" /> from there on, wherever the pile is, and its slope is{' '}
        <b>0</b>: nothing tells G which way to go. The Earth-Mover's slope is still 1: each step
        nearer is worth a step. (The corners of the Jensen-Shannon curve, at whole numbers, come
        from the bars, which are 1 wide; at a corner, as at 5, the slope shown is the mean of both
        sides.)
      </p>
      <Move to={6}>Pull them apart</Move>
      <p class="prose">
        That is what becomes of the GAN of 2014 once D has won: the best D of the minimax loss
        measures exactly JS, since the least that it can lose is{' '}
        <Formula tex={String.raw`2 \log 2 - 2\, JS`} />. The flat end of minimax in{' '}
        <a href="#lessons/losses">Losses</a> and this flatness are one fact. The non-saturating loss
        lets more through, almost 1 instead of <i>σ(x)</i>, but of the same D's slope from image to
        image, which nothing there keeps from being flat. And real and generated images, two thin
        sheets in a large space, hardly ever touch.
      </p>
      <h3>Who measures the distance?</h3>
      <p class="prose">
        Nobody can plan a transport of all images. But Kantorovich and Rubinstein found that the
        same number is the most that a critic can reach: a function <i>f</i> that is nowhere steeper
        than 1, by its mean over the real pile less its mean over the generated one. Without that
        limit the difference could be made as large as you like, by scaling <i>f</i>. Draw one.
        However you draw, you do not beat the distance; and whoever comes near stands on a slope
        that points the way the earth must go.
      </p>
      <CriticLab />
      <p class="prose">
        That critic is WGAN's D. Training makes the difference large; WGAN-GP's gradient penalty
        holds the slope near 1 (only roughly), and clipping D's weights holds it below some number
        that nobody chose, so that W comes out scaled. Between the piles the best critic falls by 1
        per step, however far they are; beyond them it may do as it likes. G's images lie on the
        slope as long as the critic is fresh, and roll up it. Draw the best at 3, then move the pile
        to 4: some of it now stands on the flat end, and the mean slope under it is no longer −1.
        That is why a critic takes several steps for each of G's.
      </p>
    </>
  )
}

function Controls() {
  return (
    <div class="distance-controls">
      <ChoiceField
        id="shape-real"
        title="Real pile"
        value={shapeOfReal.value}
        options={shapeOptions}
        changed={(value) => {
          shapeOfReal.value = value
        }}
      />
      <ChoiceField
        id="shape-fake"
        title="Generated pile"
        value={shapeOfFake.value}
        options={shapeOptions}
        changed={(value) => {
          shapeOfFake.value = value
        }}
      />
      <Shift id="shift" />
    </div>
  )
}

function Move({ to, children }: { to: number; children: string }) {
  return (
    <div class="buttons">
      <button
        type="button"
        data-move={to}
        onClick={() => {
          move(to)
          bringIntoView('piles')
        }}
      >
        Show it: {children}
      </button>
    </div>
  )
}

function Numbers() {
  const { js, jsSlope, em, emSlope } = numbers.value
  const at = shift.value
  return (
    <>
      <Means
        tex="P(x)"
        meaning="share of the real pile left of x, at the middle of the other pile"
        now={shareLeftOf(real.value, at).toFixed(3)}
      />
      <Means
        tex="Q(x)"
        meaning="share of the generated pile left of x, at its own middle"
        now={shareLeftOf(fake.value, at).toFixed(3)}
      />
      <Means tex="dx" meaning="a stretch of the line, ever shorter" now="→ 0" />
      <Readings
        rows={[
          {
            id: 'js',
            tex: 'JS',
            value: js.toFixed(3),
            says: 'the divergence in nats: 0 where both are the same, log 2 where they never meet.',
          },
          {
            id: 'js-slope',
            tex: String.raw`\frac{d\,JS}{ds}`,
            value: signed(jsSlope),
            says: 'how it changes as the generated pile is pushed to the right, which is all that G learns of it.',
          },
          {
            id: 'em',
            name: <Formula tex="W = \int |P(x) - Q(x)|\, dx" />,
            value: em.toFixed(3),
            says: 'the distance, from the shares P and Q of each pile that lie left of x. The plan costs the same.',
          },
          {
            id: 'em-slope',
            tex: String.raw`\frac{dW}{ds}`,
            value: signed(emSlope),
            says: 'the share of the pile that must come back to the left, less what must go on to the right.',
          },
        ]}
      />
    </>
  )
}

export const distance: Lesson = {
  name: 'distance',
  title: 'Jensen-Shannon against Earth-Mover',
  aim: "Say why WGAN's critic does not go flat, and what it measures.",
  minutes: 8,
  View,
  question: {
    ask: 'The real pile is flat from 0 to 1, the generated one flat from 3 to 4. What is the Earth-Mover distance?',
    choices: ['log 2', '2', '3', '6'],
    answer: '3',
    because:
      'All of the earth goes 3 to the left. Jensen-Shannon would be log 2 for 3 as for 300: the piles do not touch.',
  },
}
