// Lesson: tiles in workgroup memory, filled, awaited and read; and what that saves.

import './tiles.css'
import { useEffect } from 'preact/hooks'
import { count } from '../../parts/words'
import { Formula } from '../Formula'
import { Means } from '../Legend'
import type { Lesson } from '../lesson'
import { Named, Symbols } from '../Symbols'
import { LoadsTable } from './Loads'
import { SIDES, tiledLoads, WIDE } from './shape'
import { accounts, run, tile } from './state'
import { Times } from './Times'
import { Walk } from './Walk'

function View() {
  useEffect(() => void (accounts.value ?? run()), [])
  const { rows, columns, high } = tile.value
  const { global, shared } = tiledLoads(tile.value)
  return (
    <>
      <p class="prose">
        In the plain kernel an invocation loads a number of the image and one of the weight for
        every product, and forgets them. Its neighbour loads the same number of the image again; one
        in the next window, the same of the weight. A product is cheap; waiting for global memory
        takes a GPU hundreds of times as long.
      </p>
      <p class="prose">
        A <b>workgroup</b> can do better: its invocations compute a <b>tile</b> of the result
        together, and share a small memory of their own. They <b>fill</b> it, each a few numbers;
        wait at a <b>barrier</b> until the last is done; and <b>read</b> from it what their sums
        need. Then come the next taps.
      </p>
      <p class="prose">
        Here is a convolution, drawn as the product that it is: a row of x for each of {SIDES.rows}{' '}
        windows, a column of the weight for each of {SIDES.columns} channels. Go through it step by
        step; slide the tile; look at the plain kernel, too.
      </p>
      <Walk />
      <h3>Counting loads</h3>
      <p class="prose">
        A tile of a × b results needs a + b numbers for each term of its sums, and makes a · b
        products of them. So the larger the tile, and the nearer to a square, the fewer loads;{' '}
        <code>DEPTH</code> does not matter to them, it only says how often all must wait.
      </p>
      <div class="tiles-formulas">
        <Formula tex={String.raw`\displaystyle L_{\text{plain}} = 2mnt`} />
        <Formula
          tex={String.raw`\displaystyle L_{\text{tiles}} = mnt\left(\frac1a + \frac1b\right)`}
        />
        <Formula tex={String.raw`\displaystyle S = mnt\left(\frac1u + \frac1v\right)`} />
      </div>
      <Symbols>
        <Named tex="m" meaning="rows of the result" now={SIDES.rows} />
        <Named tex="n" meaning="its columns" now={SIDES.columns} />
        <Named tex="t" meaning="terms of each sum, the taps" now={SIDES.terms} />
        <Named tex="a" meaning="rows of a tile" now={rows} />
        <Named tex="b" meaning="its columns" now={columns} />
        <Named tex="u" meaning="rows of the sums that one invocation keeps" now={high} />
        <Named tex="v" meaning="their columns" now={WIDE} />
        <Means
          tex={String.raw`L_{\text{plain}}`}
          meaning="numbers loaded from global memory without tiles"
          now={count(2 * SIDES.rows * SIDES.columns * SIDES.terms)}
        />
        <Named
          tex={String.raw`L_{\text{tiles}}`}
          meaning="numbers loaded from global memory, in tiles"
          now={count(global)}
        />
        <Named tex="S" meaning="numbers read from workgroup memory" now={count(shared)} />
      </Symbols>
      <LoadsTable />
      <h3>A tile within the tile</h3>
      <p class="prose">
        S has the same form as L, and for the same reason. An invocation with u × v sums holds u
        numbers of x and v of the weight in registers, and makes u · v products of them: a tile
        again, one floor below. Slide the sums of an invocation: global loads stay, what is read
        from workgroup memory falls, and so does the number of invocations.
      </p>
      <p class="prose">
        One may leave out the floor between: <code>convTiled.wgsl</code> has register tiles only. No
        memory is shared, nobody waits, and its loads are those of a tile of its own size. But
        registers are few, so the tile stays small; <code>convShared.wgsl</code> has both.
      </p>
      <h3>Is it worth it?</h3>
      <p class="prose">
        That depends on the machine. On a GPU, workgroup memory is a piece of the chip beside the
        invocations. The largest tile is not the best, either: memory that one workgroup takes is
        missing to the next, and while all wait at a barrier, another workgroup should have
        something to do.
      </p>
      <Times />
    </>
  )
}

export const tiles: Lesson = {
  name: 'tiles',
  title: 'Tiles',
  aim: 'Say who fills workgroup memory, why there is a barrier, and how many loads a tile saves.',
  minutes: 7,
  View,
  question: {
    ask: 'A workgroup computes a tile of 24 × 8 results. How many times fewer numbers does it load from global memory than the plain kernel for the same results?',
    answer: 12,
    because:
      'For a term of the sums, the plain kernel loads 2 numbers for each of 24 × 8 products: 384. The tile needs 24 of x and 8 of the weight: 32. And 384 / 32 = 12.',
  },
}
