// Lesson: the latent space. How pictures lie beside each other, what is on the way between two, and what a sum of
// their z draws.

import '../plot/plot.css'
import '../losses/losses.css'
import './space.css'
import { useEffect } from 'preact/hooks'
import { lengthOf } from '../../../gan/latent'
import { sentence } from '../../parts/words'
import { Formula } from '../Formula'
import { Means } from '../Legend'
import type { Lesson } from '../lesson'
import { Between } from './Between'
import { Near, walk } from './Near'
import { Shell } from './Shell'
import { Arithmetic, Averages } from './Sums'
import {
  COUNTS,
  dimensions,
  drawn,
  EVERY,
  ends,
  FRAMES,
  latent,
  open,
  problem,
  share,
  side,
  unrelated,
  walked,
  zAt,
} from './state'

const ORDINALS: Readonly<Record<number, string>> = { 2: 'second', 4: 'fourth', 8: 'eighth' }

const onPaper = (): string =>
  drawn.value?.by === 'paper'
    ? ' There is no GPU here: this page draws them itself, in plain loops.'
    : ''

function View() {
  useEffect(() => void open(), [])
  const between = Math.sqrt(2 * latent.value)
  const even = unrelated.value && unrelated.value / between
  const ratio = even && walk.value && (walk.value.slope / even).toFixed(1)
  return (
    <>
      <Letters />
      <p class="prose">
        G takes a vector z, here of {latent.value} numbers drawn from a normal distribution, and
        gives a picture. All z together are the <b>latent space</b>. What a generator has learned
        shows less in single pictures than in how they lie beside each other there. The pictures
        below are drawn while you watch, by a generator of digits that was trained beforehand.
      </p>
      <p class="note space-status" id="space-status" role="status">
        {(problem.value && sentence(problem.value)) ||
          (drawn.value
            ? `${drawn.value.z.length} drawings are ready, each of a z of its own; all that follows starts from these.${onPaper()}`
            : 'The first drawings are on their way.')}
      </p>
      <h3>A small step changes little</h3>
      <p class="prose">
        Distances between pictures are counted over all pixels, black −1 and white 1: the root of
        the sum of squared differences. All black and all white are {2 * side.value} apart. Move z
        by <Formula tex={String.raw`\delta`} />, a little in a direction drawn at random. G is a
        chain of continuous functions, so the picture moves a little, too; for small steps in
        proportion:
      </p>
      <p>
        <Formula
          tex={String.raw`\displaystyle \lVert G(z + \delta) - G(z) \rVert \approx \lambda\, \lVert \delta \rVert`}
        />
      </p>
      <Near />
      <p class="prose" id="space-even">
        That it is continuous is no merit: every network is. The merit is in the numbers. Two draws
        are about √(2d) = {between.toFixed(1)} apart, and their pictures{' '}
        {unrelated.value?.toFixed(1) ?? '–'}: a way that is even all along would have the slope{' '}
        {even?.toFixed(2) ?? '–'}. Above, λ is {ratio ?? '–'} times that. More than 1 means: faster
        at first, then the curve levels off; a cliff it is not. A generator that had stored its
        images would be flat around each of them, and steep as a cliff in between.
      </p>
      <h3>Where the draws lie</h3>
      <p class="prose">
        The most likely z is 0. Yet no draw comes near it:{' '}
        <Formula tex={String.raw`\lVert z \rVert^2`} /> is a sum of d squares, each 1 on average, so
        the length is about <Formula tex={String.raw`\sqrt d`} />, give or take 0.7 from a few d on.
        Draws lie in a thin shell. Slide d from 1 upwards, and see the shell leave the middle.
      </p>
      <Shell />
      <p class="prose">
        The point midway between two draws is not like a draw: their numbers cancel, and its length
        is <Formula tex={String.raw`\sqrt{d/2}`} />. In 100 dimensions the two heaps hardly touch
        any more. G was never shown a z of that length.
      </p>
      <h3>From one to the other</h3>
      <p class="prose">
        So the straight way from a to b cuts through the empty inside. The arc stays on the shell:
      </p>
      <p>
        <Formula
          tex={String.raw`\displaystyle \frac{\sin((1 - t)\,\Omega)\; a + \sin(t\,\Omega)\; b}{\sin \Omega}`}
        />
      </p>
      <Between />
      <p class="prose">
        Whether the way is smooth can be counted: its largest step over its mean step, in pixels. 1
        would be even. The way is cut into {FRAMES - 1} steps, of which every {ORDINALS[EVERY]}{' '}
        picture is shown; one jump alone would be {FRAMES - 1}. Here the straight way and the arc
        both look good, and either may win by this measure: G draws well a little inside the shell,
        too. The difference shows far from it, in the next section. The third row is what somebody
        shows who remembers these 64 drawings and nothing else: of each picture on the arc the
        nearest that he knows. He stands still, and jumps.
      </p>
      <h3>Means get shorter</h3>
      <p class="prose">
        The mean of n draws has the length <Formula tex={String.raw`\sqrt{d/n}`} />: each number is
        a mean of n independent ones, and has 1/n of their variance. So means walk towards 0, and
        their pictures towards the one picture that G draws of 0. At the length of a draw the same
        direction gives a picture like others.
      </p>
      <Averages />
      <h3>A − B + C</h3>
      <p class="prose">
        Directions can mean something. Take the mean of three drawings that lean (A), to be rid of
        what else they are; take away that of three that stand (B): what is left should be leaning.
        Add it to fours that stand (C), and see them lean. Means of three each have, by lucky
        chance, the right length: <Formula tex={String.raw`\sqrt{d/3 + d/3 + d/3} = \sqrt d`} />.
        Pick others, more or fewer: not every sum is so kind.
      </p>
      <Arithmetic />
      <p class="prose">
        With your own images, a map of the space, and the way back from a picture to its z: in the{' '}
        <a href="#latent">latent view</a>. The paper that began it:{' '}
        <a href="https://arxiv.org/abs/1511.06434">Radford, Metz, Chintala 2015</a>; that one should
        walk along the arc: <a href="https://arxiv.org/abs/1609.04468">White 2016</a>.
      </p>
    </>
  )
}

/** What the formulas' letters stand for that have no row of their own. */
function Letters() {
  const [a, b] = ends.value?.map(lengthOf) ?? []
  const length = (of: number | undefined) => (of === undefined ? '–' : `${of.toFixed(2)} long`)
  const start = zAt(0)
  return (
    <>
      <Means tex="z" meaning="what G draws from" now={length(start && lengthOf(start))} />
      <Means tex={String.raw`\delta`} meaning="what is added to z" now={length(walked.value)} />
      <Means tex="d" meaning="how many numbers z has" now={dimensions.value} />
      <Means tex="t" meaning="share of the way from a to b" now={share.value.toFixed(2)} />
      <Means tex="a" meaning="the z where the way begins" now={length(a)} />
      <Means tex="b" meaning="the z where it ends" now={length(b)} />
      <Means tex="n" meaning="draws that are averaged" now={`${COUNTS[0]} to ${COUNTS.at(-1)}`} />
    </>
  )
}

export const space: Lesson = {
  name: 'space',
  title: 'The latent space',
  aim: 'Say how long a z is, why one walks along an arc, and what an average costs.',
  minutes: 8,
  View,
  question: {
    ask: 'z has 64 numbers, each from a normal distribution. About how long is the mean of four draws?',
    choices: ['0', '2', '4', '8'],
    answer: '4',
    because:
      'A draw is about √64 = 8 long, the mean of n draws about √(64 / n): for four of them √16 = 4. The picture of such a z is not like a draw’s, until it is brought back to length 8.',
  },
}
