// Lesson: batch norm, as two reductions.

import './batchnorm.css'
import { Formula } from '../Formula'
import type { Lesson } from '../lesson'
import { Named, Symbols } from '../Symbols'
import { Backward } from './Backward'
import { Batch } from './Batch'
import { signed } from './Channel'
import { Cost } from './Cost'
import { Foggy } from './Foggy'
import { EPS, standardised } from './onPaper'
import { Digits, LAYER, Reductions } from './Reductions'
import { affine, picked, ROWS, type Shown, shown, values } from './state'

const NONE: Shown = { mean: 0, variance: 0, y: [], gradX: [], gradWeight: 0, gradBias: 0 }

function View() {
  const { channel, row } = picked.value
  const { mean, variance, y, gradX, gradWeight, gradBias } = shown.value[channel] ?? NONE
  const { weight, bias } = affine.value[channel] ?? { weight: 1, bias: 0 }
  const [N, H, W] = LAYER
  return (
    <>
      <p class="prose">
        Between two layers of a GAN numbers drift: a channel grows, another dies. Batch norm asks
        each channel for its mean and its variance over the batch, takes the mean away, divides by
        the deviation, and lets two learned numbers say where the channel should be instead.
      </p>
      <p class="prose">
        Drag a number. All y of its channel move, since all share one mean and one variance. The
        other channel does not: it has its own.
      </p>
      <Batch />
      <p>
        <Formula
          tex={String.raw`\displaystyle y = \gamma\, \hat x + \beta, \qquad \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}}`}
        />
      </p>
      <Symbols>
        <Named
          tex="x"
          meaning="the number that was picked"
          now={signed(values.value[channel]?.[row] ?? 0)}
        />
        <Named
          tex={String.raw`\hat x`}
          meaning="the same, of mean 0 and variance 1"
          now={signed(standardised(values.value[channel] ?? [])[row] ?? 0)}
        />
        <Named tex={String.raw`\mu`} meaning="mean of its channel" now={signed(mean)} />
        <Named
          tex={String.raw`\sigma^2`}
          meaning="variance of its channel"
          now={signed(variance)}
        />
        <Named tex={String.raw`\varepsilon`} meaning="so that nothing is divided by 0" now={EPS} />
        <Named tex={String.raw`\gamma`} meaning="scale, learned" now={signed(weight)} />
        <Named tex={String.raw`\beta`} meaning="shift, learned" now={signed(bias)} />
        <Named tex="y" meaning="what goes on" now={signed(y[row] ?? 0)} />
      </Symbols>
      <h3>Two reductions</h3>
      <p class="prose">
        A sum over a whole channel is a <b>reduction</b>: {N} × {H} × {W} = {N * H * W} numbers in,
        one out. One invocation a channel would leave most of a GPU idle, so each takes a chunk, and
        a second dispatch merges the chunks. Mean and variance, the two reductions, are made
        together: two dispatches for both. No y can be written before mean and variance are known.
      </p>
      <Reductions />
      <p class="prose">
        Could one pass gather Σx and Σx² and be done? In float32 the two nearly cancel. Add a large
        number to all: the variance is the same, and the short way loses it. The kernel takes the
        distances from its chunk's first number to find the chunk's mean, then squares the distances
        from that.
      </p>
      <Digits />
      <h3>Backward: two more</h3>
      <p class="prose">
        Write g for ∂loss/∂y, what the loss asks of each y. Let the loss be the y that was picked,
        so g is 1 there and 0 elsewhere. Its x moved the mean and the variance, and with them
        everybody: so <b>every</b> x of the channel gets a gradient, and each needs Σ g and Σ g · x̂
        first.
      </p>
      <p>
        <Formula
          tex={String.raw`\displaystyle \partial x = \frac{\gamma}{\sqrt{\sigma^2 + \varepsilon}} \left( g - \frac{1}{m} \sum g - \hat x\, \frac{1}{m} \sum g\, \hat x \right)`}
        />
      </p>
      <Symbols>
        <Named
          tex={String.raw`\partial x`}
          meaning="∂loss/∂x, of the number that was picked"
          now={signed(gradX[row] ?? 0)}
        />
        <Named tex="g" meaning="∂loss/∂y, of the same" now={1} />
        <Named tex="m" meaning="numbers of a channel" now={ROWS} />
        <Named tex={String.raw`\sum g`} meaning="over the channel" now={signed(gradBias)} />
        <Named
          tex={String.raw`\sum g\, \hat x`}
          meaning="over the channel"
          now={signed(gradWeight)}
        />
      </Symbols>
      <Backward />
      <p class="prose">
        What comes out sums to zero, and so does its product with x̂: moving or stretching the whole
        channel would not change y, so no gradient asks for it. The second zero is exact only
        without ε, which does not stretch with x.
      </p>
      <h3>What it costs</h3>
      <p class="prose">
        Batch norm computes next to nothing, and yet every number passes through memory several
        times. A convolution computes more than a hundred FLOP with each byte. A GPU computes far
        more than one FLOP in the time that it takes to move a byte, so it would wait for memory
        here, and the way to a faster batch norm is to move less: in Ganvas the activation after it
        is computed in the same pass.
      </p>
      <Cost />
      <h3>Why D's input and G's output have none</h3>
      <p class="prose">
        In front of D, a batch norm would take away what all images of a batch have in common: how
        bright they are, and how much contrast they have. Put fog over these eight digits: only the
        first row shows it.
      </p>
      <Foggy />
      <p class="prose">
        G could draw in grey on grey, and D would not know. At G's output it is the same from the
        other side: whatever G does, each batch would leave with one mean and one contrast. And one
        white image in the batch changes the seven others: make the eighth white, and see by how
        much. DCGAN therefore has batch norm everywhere but there (
        <a href="https://arxiv.org/abs/1511.06434">Radford, Metz, Chintala 2015</a>).
      </p>
      <p class="prose">
        In inference an image must not depend on others at all. So training keeps running
        statistics, of each channel's mean and variance nine tenths of the old and one tenth of the
        batch's, and inference normalises by these: a fixed scale and shift, with no reduction.
      </p>
    </>
  )
}

export const batchnorm: Lesson = {
  name: 'batchnorm',
  title: 'Batch norm',
  aim: 'Say what is reduced, how often, forward and back, what it costs, and where a GAN must not have it.',
  minutes: 8,
  View,
  question: {
    ask: 'x is [32, 16, 16, 64], as N, H, W, C. How many numbers does each mean average?',
    answer: 8192,
    because:
      'Each of the 64 channels has one mean, over all images and pixels: 32 × 16 × 16 = 8,192.',
  },
}
