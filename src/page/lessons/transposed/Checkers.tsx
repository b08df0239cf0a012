// The checkerboard, and two ways to be rid of it. Each picture is what the kernels gave.

import { useComputed } from '@preact/signals'
import { ask } from '../../client'
import { useLive } from '../../latent/live'
import { Bitmap } from '../../parts/Bitmap'
import { ChoiceField } from '../../parts/Field'
import { sentence } from '../../parts/words'
import { greyPicture, rippleOf } from '../grey'
import { byWhom } from './say'
import { board, boardSetting, checkers, problem, scene } from './state'
import { evenKernel, ripple } from './ties'

/** Rows of the edge, where fewer windows overlap. */
const EDGE = 6

const BOARDS = [
  { id: 'uneven', value: 3, title: 'Kernel 3, stride 2' },
  { id: 'uneven-5', value: 5, title: 'Kernel 5, stride 2' },
  { id: 'board-above', value: 'above', title: 'As set above' },
] as const

export function CheckerBoard() {
  const { kernel, stride } = boardSetting.value
  useLive(
    checkers,
    () => {
      const { value: window } = boardSetting
      const { value: shown } = scene
      const even = evenKernel(window)
      return () => ask('transposedCheckers', { ...window, scene: shown, even })
    },
    problem,
  )
  const pictures = useComputed(() => {
    const { value: found } = checkers
    if (!found) return undefined
    const { input, side, sides, plain, even, upsampled } = found
    return {
      input: greyPicture(input, side),
      plain: greyPicture(plain, sides.plain),
      even: greyPicture(even, sides.even),
      upsampled: greyPicture(upsampled, sides.upsampled),
    }
  })
  const flat = scene.value === 'flat'
  const measured = (which: 'plain' | 'even' | 'upsampled') => {
    const { value: found } = checkers
    if (!found || !flat) return undefined
    return rippleOf(found[which], found.sides[which], { edge: EDGE, period: stride })
  }
  const even = evenKernel({ kernel, stride })
  const nearest = even === kernel ? 'the same: the stride divides it' : 'the nearest it divides'
  const shown = [
    { name: 'plain', title: `yours: convTranspose2d, kernel ${kernel}, stride ${stride}` },
    { name: 'even', title: `${nearest}: convTranspose2d, kernel ${even}, stride ${stride}` },
    { name: 'upsampled', title: `pixels repeated × ${stride}, then conv2d, kernel ${kernel}` },
  ] as const
  const expected = ripple({ kernel, stride }).toFixed(3)
  const found = measured('plain')?.toFixed(3)
  return (
    <section class="card transposed-checkers" aria-label="The checkerboard">
      <div class="transposed-controls">
        <ChoiceField
          id="scene"
          title="Input"
          value={scene.value}
          options={[
            { value: 'flat', title: 'an even grey' },
            { value: 'digit', title: 'a digit' },
          ]}
          changed={(value) => {
            scene.value = value
          }}
        />
      </div>
      <div class="buttons">
        {BOARDS.map(({ id, value, title }) => (
          <button
            key={id}
            type="button"
            id={id}
            aria-pressed={board.value === value}
            onClick={() => {
              board.value = value
            }}
          >
            {title}
          </button>
        ))}
      </div>
      <div class="transposed-pictures">
        <figure>
          <Bitmap
            id="checkers-input"
            label="The input"
            picture={pictures.value?.input}
            width={16}
            height={16}
          />
          <figcaption>input</figcaption>
        </figure>
        {shown.map(({ name, title }) => (
          <figure key={name}>
            <Bitmap
              id={`checkers-${name}`}
              label={title}
              picture={pictures.value?.[name]}
              width={32}
              height={32}
            />
            <figcaption>
              <span>{title}</span>
              <span id={`ripple-${name}`}>{rippleText(measured(name))}</span>
            </figcaption>
          </figure>
        ))}
      </div>
      <p class="note" id="ripple-expected" role="status">
        {checkers.value
          ? `Kernel ${kernel} over stride ${stride}, ${byWhom(checkers.value.by)}. Ripple is (brightest − darkest) / mean, edge left out: ${said(found, expected)}. The border is dark because fewer inputs reach it.`
          : (problem.value && sentence(problem.value)) || 'The GPU is asked.'}
      </p>
    </section>
  )
}

/** What was measured of an even grey, beside what the numbers of products say. */
function said(found: string | undefined, expected: string): string {
  if (found === undefined) return `of an even grey ${expected} is predicted`
  return found === expected ? `${found}, as predicted` : `${found}; ${expected} is predicted`
}

const rippleText = (value: number | undefined): string =>
  value === undefined ? '\u00a0' : `ripple ${value.toFixed(3)}`
