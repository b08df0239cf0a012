import './transposed.css'
import { useLive } from '../../parts/live'
import { Formula } from '../parts/Formula'
import { Means } from '../parts/Legend'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { Named, Symbols } from '../parts/Symbols'
import { ask } from './ask'
import { CheckerBoard } from './Checkers'
import { Phases } from './Phases'
import { Layer } from './RealLayer'
import { computedOverlaps, counts, picked, problem, setting, side } from './state'
import { Taps } from './Taps'
import { text } from './text'
import { SMALL } from './ties'
import { Windows } from './Windows'

function View() {
  useLive(
    computedOverlaps,
    () => {
      const { value: of } = setting
      return async () => ({ of, plane: await ask('transposedOverlaps', of, SMALL) })
    },
    problem,
  )
  const { kernel, stride, padding } = setting.value
  const { value: words } = text
  const { symbols } = words
  const { value: at } = picked
  const { counted } = counts.value
  const output = at.side === 'output' ? at : { row: 3, column: 4 }
  return (
    <Steps
      all={[
        {
          title: words.parts.stamps,
          text: (
            <>
              <p class="prose">{words.stamps}</p>
              <p class="prose">{words.point}</p>
            </>
          ),
          figure: <Windows />,
        },
        {
          title: words.parts.gather,
          text: (
            <>
              <p class="prose">{words.owners}</p>
              <p>
                <Formula
                  tex={String.raw`\displaystyle y_{h,w} = \sum_{\substack{p\,\cdot\,\mathrm{stride}+r-\mathrm{pad}=h\\ q\,\cdot\,\mathrm{stride}+s-\mathrm{pad}=w}} x_{p,q}\; k_{r,s}`}
                />
              </p>
              <Symbols>
                <Named tex="h" meaning={symbols.h} now={output.row} />
                <Named tex="w" meaning={symbols.w} now={output.column} />
                <Named tex="p" meaning={symbols.p} now={symbols.upTo(SMALL - 1)} />
                <Named tex="q" meaning={symbols.q} now={symbols.upTo(SMALL - 1)} />
                <Named tex="r" meaning={symbols.r} now={symbols.upTo(kernel - 1)} />
                <Named tex="s" meaning={symbols.s} now={symbols.upTo(kernel - 1)} />
                <Means
                  tex="y_{h,w}"
                  meaning={symbols.y}
                  now={counted[output.row * side.value + output.column] ?? 0}
                />
                <Means tex="x_{p,q}" meaning={symbols.x} now={1} />
                <Means tex="k_{r,s}" meaning={symbols.k} now={1} />
                <Named tex={String.raw`\mathrm{stride}`} meaning={symbols.stride} now={stride} />
                <Named tex={String.raw`\mathrm{pad}`} meaning={symbols.pad} now={padding} />
              </Symbols>
              <Taps />
            </>
          ),
        },
        {
          title: words.parts.zeros,
          text: (
            <>
              <p class="prose">{words.zeros}</p>
              <p class="prose">{words.remainders}</p>
            </>
          ),
        },
        {
          title: words.parts.kernels,
          text: (
            <>
              <p class="prose">{words.kernels}</p>
              <Layer />
            </>
          ),
          figure: <Phases />,
        },
        {
          title: words.parts.uneven,
          text: (
            <>
              <p class="prose">{words.uneven}</p>
              <p class="prose">{words.cure}</p>
            </>
          ),
          figure: <CheckerBoard />,
        },
      ]}
    />
  )
}

export const lesson: Lesson = { minutes: 8, View, text }
