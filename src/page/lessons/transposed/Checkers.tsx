// The checkerboard, and two ways to avoid it. All pictures are computed by the kernels.

import { useComputed } from '@preact/signals'
import { Bitmap } from '../../parts/Bitmap'
import { ChoiceField, into, optionsOf } from '../../parts/Field'
import { useLive } from '../../parts/live'
import { faultOf } from '../parts/fault'
import { greyPicture, rippleOf } from '../parts/grey'
import { ask } from './ask'
import { board, boardSetting, checkers, problem, scene } from './state'
import { text } from './text'
import { evenKernel, ripple } from './ties'

/** Rows at the edge, where fewer windows overlap. */
const EDGE = 6

const BOARDS = [
  { id: 'uneven', value: 3 },
  { id: 'uneven-5', value: 5 },
  { id: 'board-above', value: 'above' },
] as const

export function CheckerBoard() {
  const { kernel, stride } = boardSetting.value
  const { checkers: words } = text.value
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
  const evenTitle = even === kernel ? words.same : words.nearest
  const shown = [
    { name: 'plain', title: words.plain(kernel, stride) },
    { name: 'even', title: evenTitle(even, stride) },
    { name: 'upsampled', title: words.upsampled(kernel, stride) },
  ] as const
  const expected = ripple({ kernel, stride }).toFixed(3)
  const found = measured('plain')?.toFixed(3)
  return (
    <section class="card stack transposed-checkers" aria-label={words.label}>
      <div class="controls transposed-controls">
        <ChoiceField
          id="scene"
          title={words.scene}
          value={scene.value}
          options={optionsOf(['flat', 'digit'], words.scenes)}
          changed={into(scene)}
        />
      </div>
      <div class="buttons">
        {BOARDS.map(({ id, value }) => (
          <button
            key={id}
            type="button"
            id={id}
            aria-pressed={board.value === value}
            onClick={() => {
              board.value = value
            }}
          >
            {words.boards[id]}
          </button>
        ))}
      </div>
      <div class="transposed-pictures">
        <figure>
          <Bitmap
            id="checkers-input"
            label={words.inputLabel}
            picture={pictures.value?.input}
            width={16}
            height={16}
          />
          <figcaption>{words.input}</figcaption>
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
          ? words.found({ kernel, stride, by: checkers.value.by, found, expected })
          : problem.value
            ? words.failed(faultOf(problem.value))
            : words.asking}
      </p>
    </section>
  )
}

const rippleText = (value: number | undefined): string =>
  value === undefined ? '\u00a0' : text.value.checkers.ripple(value.toFixed(3))
