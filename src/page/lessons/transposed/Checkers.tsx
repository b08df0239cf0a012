// The checkerboard, and two ways to be rid of it. Each picture is what the kernels gave.

import { useComputed } from '@preact/signals'
import { ask } from '../../client'
import { useLive } from '../../latent/live'
import { Bitmap } from '../../parts/Bitmap'
import { ChoiceField } from '../../parts/Field'
import { sentence } from '../../parts/words'
import { greyPicture, rippleOf } from '../grey'
import { byWhom } from './say'
import { checkers, problem, scene, setting } from './state'
import { evenKernel, ripple } from './ties'

/** Rows of the edge, where fewer windows overlap. */
const EDGE = 6

export function CheckerBoard() {
  const { kernel, stride } = setting.value
  useLive(
    checkers,
    () => {
      const { value: window } = setting
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
  const shown = [
    { name: 'plain', title: `convTranspose2d, kernel ${kernel}, stride ${stride}` },
    { name: 'even', title: `convTranspose2d, kernel ${even}, stride ${stride}` },
    { name: 'upsampled', title: `pixels repeated × ${stride}, then conv2d, kernel ${kernel}` },
  ] as const
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
        <button type="button" id="uneven" onClick={() => uneven(3)}>
          Kernel 3, stride 2
        </button>
        <button type="button" id="uneven-5" onClick={() => uneven(5)}>
          Kernel 5, stride 2
        </button>
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
          ? `Kernel ${kernel} over stride ${stride}, ${byWhom(checkers.value.by)}: brightest less darkest output, by their mean, should be ${ripple({ kernel, stride }).toFixed(3)} away from the edge.`
          : (problem.value && sentence(problem.value)) || 'The GPU is asked.'}
      </p>
    </section>
  )
}

const uneven = (kernel: number): void => {
  setting.value = { kernel, stride: 2, padding: 1 }
}

const rippleText = (value: number | undefined): string =>
  value === undefined ? '\u00a0' : `ripple ${value.toFixed(3)}`
