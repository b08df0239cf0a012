import './batchnorm.css'
import { Formula } from '../parts/Formula'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { Named, Symbols } from '../parts/Symbols'
import { Backward } from './Backward'
import { Batch } from './Batch'
import { signed } from './Channel'
import { Cost } from './Cost'
import { Foggy } from './Foggy'
import { EPS, standardised } from './onPaper'
import { Digits, LAYER, Reductions } from './Reductions'
import { affine, picked, ROWS, type Shown, shown, values } from './state'
import { text } from './text'

const NONE: Shown = { mean: 0, variance: 0, y: [], gradX: [], gradWeight: 0, gradBias: 0 }

function View() {
  const { channel, row } = picked.value
  const { mean, variance, y, gradX, gradWeight, gradBias } = shown.value[channel] ?? NONE
  const { weight, bias } = affine.value[channel] ?? { weight: 1, bias: 0 }
  const { intro, drag, symbols, reductions, digits, backward, cost, without, parts } = text.value
  return (
    <Steps
      all={[
        {
          title: parts.batch,
          text: (
            <>
              <p class="prose">{intro}</p>
              <p class="prose">{drag}</p>
            </>
          ),
          figure: <Batch />,
        },
        {
          title: parts.formula,
          text: (
            <>
              <p>
                <Formula
                  tex={String.raw`\displaystyle y = \gamma\, \hat x + \beta, \qquad \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}}`}
                />
              </p>
              <Symbols>
                <Named
                  tex="x"
                  meaning={symbols.x}
                  now={signed(values.value[channel]?.[row] ?? 0)}
                />
                <Named
                  tex={String.raw`\hat x`}
                  meaning={symbols.normal}
                  now={signed(standardised(values.value[channel] ?? [])[row] ?? 0)}
                />
                <Named tex={String.raw`\mu`} meaning={symbols.mean} now={signed(mean)} />
                <Named
                  tex={String.raw`\sigma^2`}
                  meaning={symbols.variance}
                  now={signed(variance)}
                />
                <Named tex={String.raw`\varepsilon`} meaning={symbols.epsilon} now={EPS} />
                <Named tex={String.raw`\gamma`} meaning={symbols.weight} now={signed(weight)} />
                <Named tex={String.raw`\beta`} meaning={symbols.bias} now={signed(bias)} />
                <Named tex="y" meaning={symbols.y} now={signed(y[row] ?? 0)} />
              </Symbols>
            </>
          ),
        },
        {
          title: reductions.title,
          text: <p class="prose">{reductions.text(LAYER)}</p>,
          figure: <Reductions />,
        },
        {
          title: parts.digits,
          text: <p class="prose">{digits.text}</p>,
          figure: <Digits />,
        },
        {
          title: backward.title,
          text: (
            <>
              <p class="prose">{backward.text}</p>
              <p>
                <Formula
                  tex={String.raw`\displaystyle \partial x = \frac{\gamma}{\sqrt{\sigma^2 + \varepsilon}} \left( g - \frac{1}{m} \sum g - \hat x\, \frac{1}{m} \sum g\, \hat x \right)`}
                />
              </p>
              <Symbols>
                <Named
                  tex={String.raw`\partial x`}
                  meaning={symbols.gradX}
                  now={signed(gradX[row] ?? 0)}
                />
                <Named tex="g" meaning={symbols.g} now={1} />
                <Named tex="m" meaning={symbols.m} now={ROWS} />
                <Named tex={String.raw`\sum g`} meaning={symbols.sum} now={signed(gradBias)} />
                <Named
                  tex={String.raw`\sum g\, \hat x`}
                  meaning={symbols.sum}
                  now={signed(gradWeight)}
                />
              </Symbols>
            </>
          ),
          figure: <Backward />,
        },
        { title: parts.zeros, text: <p class="prose">{backward.zeros}</p> },
        { title: cost.title, text: <p class="prose">{cost.text}</p>, figure: <Cost /> },
        {
          title: without.title,
          text: (
            <>
              <p class="prose">{without.atInput}</p>
              <p class="prose">{without.atOutput}</p>
              <p class="prose">{without.inference}</p>
            </>
          ),
          figure: <Foggy />,
        },
      ]}
    />
  )
}

export const lesson: Lesson = { minutes: 8, View, text }
