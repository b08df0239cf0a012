import './tiles.css'
import { useEffect } from 'preact/hooks'
import { count } from '../../core/words'
import { Formula } from '../parts/Formula'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { Named, Symbols } from '../parts/Symbols'
import { LoadsTable } from './Loads'
import { Instructions, Machine } from './Machine'
import { SIDES, tiledLoads, WIDE } from './shape'
import { accounts, adapter, run, tile } from './state'
import { ThirdSum } from './ThirdSum'
import { Times } from './Times'
import { text } from './text'
import { Unrolled } from './Unrolled'
import { Walk, WalkControls } from './Walk'

function View() {
  useEffect(() => void (accounts.value ?? run()), [])
  const { rows, columns, high } = tile.value
  const { value: words } = text
  const { global, shared } = tiledLoads(tile.value)
  return (
    <Steps
      all={[
        {
          title: words.parts.product,
          text: (
            <>
              <p class="prose">{words.plain}</p>
              <p class="prose">{words.workgroup}</p>
              <p class="prose">{words.product(SIDES.rows, SIDES.columns)}</p>
            </>
          ),
          figure: <Unrolled />,
        },
        {
          title: words.parts.chunks,
          text: (
            <>
              <p class="prose">{words.chunks}</p>
              <WalkControls />
            </>
          ),
          figure: <Walk />,
        },
        {
          title: words.counting.title,
          text: (
            <>
              <p class="prose">{words.counting.text}</p>
              <div class="tiles-formulas">
                <Formula tex={String.raw`\displaystyle L_{\text{plain}} = 2mnt`} />
                <Formula
                  tex={String.raw`\displaystyle L_{\text{tiles}} = mnt\left(\frac1a + \frac1b\right)`}
                />
                <Formula
                  tex={String.raw`\displaystyle L_{\text{shared}} = mnt\left(\frac1u + \frac1v\right)`}
                />
              </div>
            </>
          ),
          figure: (
            <>
              <LoadsTable />
              <Symbols>
                <Named tex="m" meaning={words.symbols.m} now={SIDES.rows} />
                <Named tex="n" meaning={words.symbols.n} now={SIDES.columns} />
                <Named tex="t" meaning={words.symbols.t} now={SIDES.terms} />
                <Named tex="a" meaning={words.symbols.a} now={rows} />
                <Named tex="b" meaning={words.symbols.b} now={columns} />
                <Named tex="u" meaning={words.symbols.u} now={high} />
                <Named tex="v" meaning={words.symbols.v} now={WIDE} />
                <Named
                  tex={String.raw`L_{\text{plain}}`}
                  meaning={words.symbols.plain}
                  now={count(2 * SIDES.rows * SIDES.columns * SIDES.terms)}
                />
                <Named
                  tex={String.raw`L_{\text{tiles}}`}
                  meaning={words.symbols.tiles}
                  now={count(global)}
                />
                <Named
                  tex={String.raw`L_{\text{shared}}`}
                  meaning={words.symbols.shared}
                  now={count(shared)}
                />
              </Symbols>
            </>
          ),
        },
        {
          title: words.within.title,
          text: (
            <>
              <p class="prose">{words.within.registers}</p>
              <p class="prose">{words.within.alone}</p>
            </>
          ),
        },
        {
          title: words.worth.title,
          text: (
            <p class="prose">
              {words.worth.text}
              {adapter.value?.software && words.worth.software}
            </p>
          ),
          figure: <Times />,
        },
        {
          title: words.machine.title,
          text: <p class="prose">{words.machine.text}</p>,
          figure: <Machine />,
        },
        {
          title: words.machine.twice,
          text: <p class="prose">{words.machine.lean}</p>,
          figure: <Instructions />,
        },
        {
          title: words.third.title,
          text: (
            <>
              <p class="prose">{words.third.three}</p>
              <p class="prose">{words.third.few}</p>
              <p class="prose">{words.third.cure}</p>
            </>
          ),
          figure: <ThirdSum />,
        },
      ]}
    />
  )
}

export const lesson: Lesson = { minutes: 9, View, text }
