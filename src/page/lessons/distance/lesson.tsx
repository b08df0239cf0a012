import '../plot/plot.css'
import '../losses/losses.css'
import './distance.css'
import { ChoiceField, into } from '../../parts/Field'
import { Formula } from '../parts/Formula'
import { Means } from '../parts/Legend'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { text as book } from '../parts/text'
import { bringIntoView } from '../plot/bringIntoView'
import { Readings } from '../plot/Readings'
import { CriticLab } from './CriticLab'
import { Curve } from './Curves'
import { PileFigure } from './PileFigure'
import { type ShapeName, shapes, shareLeftOf } from './piles'
import { Shift } from './Shift'
import { fake, move, numbers, real, shapeOfFake, shapeOfReal, shift, signed } from './state'
import { text } from './text'

const shapeNames = Object.keys(shapes) as ShapeName[]

function View() {
  const { intro, piles, plan, curves, apart, pull, won, who, wgan, parts } = text.value
  return (
    <Steps
      all={[
        {
          title: piles.title,
          text: <p class="prose">{intro}</p>,
          figure: (
            <>
              <Controls />
              <figure class="card">
                <figcaption>
                  <h4>{piles.title}</h4>
                  <span>{piles.hint}</span>
                </figcaption>
                <PileFigure />
              </figure>
              <div class="controls distance-curves">
                <figure class="card">
                  <figcaption>
                    <h4>{curves.js.title}</h4>
                    <span>{curves.hint}</span>
                  </figcaption>
                  <Curve kind="js" />
                </figure>
                <figure class="card">
                  <figcaption>
                    <h4>{curves.em.title}</h4>
                    <span>{curves.hint}</span>
                  </figcaption>
                  <Curve kind="em" />
                </figure>
              </div>
            </>
          ),
        },
        { title: parts.plan, text: <p class="prose">{plan}</p> },
        { title: parts.numbers, text: <Numbers /> },
        {
          title: parts.apart,
          text: (
            <>
              <p class="prose">{apart}</p>
              <Move to={6}>{pull}</Move>
              <p class="prose">{won}</p>
            </>
          ),
        },
        {
          title: who.title,
          text: (
            <>
              <p class="prose">{who.text}</p>
              <p class="prose">{wgan}</p>
            </>
          ),
          figure: <CriticLab />,
        },
      ]}
    />
  )
}

function Controls() {
  const { controls, shapes: titles } = text.value
  const options = shapeNames.map((value) => ({ value, title: titles[value] }))
  return (
    <div class="controls">
      <ChoiceField
        id="shape-real"
        title={controls.real}
        value={shapeOfReal.value}
        options={options}
        changed={into(shapeOfReal)}
      />
      <ChoiceField
        id="shape-fake"
        title={controls.fake}
        value={shapeOfFake.value}
        options={options}
        changed={into(shapeOfFake)}
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
        {book.value.showIt} {children}
      </button>
    </div>
  )
}

function Numbers() {
  const { js, jsSlope, em, emSlope } = numbers.value
  const at = shift.value
  const { says } = text.value
  return (
    <>
      <Means tex="P(x)" meaning={says.P} now={shareLeftOf(real.value, at).toFixed(3)} />
      <Means tex="Q(x)" meaning={says.Q} now={shareLeftOf(fake.value, at).toFixed(3)} />
      <Means tex="dx" meaning={says.dx} now="→ 0" />
      <Readings
        rows={[
          {
            id: 'js',
            tex: 'JS',
            value: js.toFixed(3),
            says: says.js,
          },
          {
            id: 'js-slope',
            tex: String.raw`\frac{d\,JS}{ds}`,
            value: signed(jsSlope),
            says: says.jsSlope,
          },
          {
            id: 'em',
            name: <Formula tex="W = \int |P(x) - Q(x)|\, dx" />,
            value: em.toFixed(3),
            says: says.em,
          },
          {
            id: 'em-slope',
            tex: String.raw`\frac{dW}{ds}`,
            value: signed(emSlope),
            says: says.emSlope,
          },
        ]}
      />
    </>
  )
}

export const lesson: Lesson = { minutes: 8, View, text }
