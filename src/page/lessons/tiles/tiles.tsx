// Lesson: tiles in workgroup memory, filled, awaited and read; and what that saves.

import './tiles.css'
import { useEffect } from 'preact/hooks'
import { count } from '../../parts/words'
import { Formula } from '../Formula'
import type { Lesson } from '../lesson'
import { Named, Symbols } from '../Symbols'
import { LoadsTable } from './Loads'
import { SIDES, tiledLoads, WIDE } from './shape'
import { accounts, adapter, run, tile } from './state'
import { ThirdSum } from './ThirdSum'
import { Times } from './Times'
import { Unrolled } from './Unrolled'
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
        windows, a column of the weight for each of {SIDES.columns} channels. A <b>tap</b> is one
        position (r, s, c) of the window; it is a column of x and a row of the weight.
      </p>
      <Unrolled />
      <p class="prose">
        The sums take <code>DEPTH</code> taps at a time, a chunk. Workgroup memory has two halves,
        used in turn: while some invocations still read one, others may fill the other. So one
        barrier per chunk is enough. Go through it step by step; slide the tile; look at the plain
        kernel, too.
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
        <Formula
          tex={String.raw`\displaystyle L_{\text{shared}} = mnt\left(\frac1u + \frac1v\right)`}
        />
      </div>
      <Symbols>
        <Named tex="m" meaning="rows of the result" now={SIDES.rows} />
        <Named tex="n" meaning="columns of the result" now={SIDES.columns} />
        <Named tex="t" meaning="terms of each sum, the taps" now={SIDES.terms} />
        <Named tex="a" meaning="rows of a tile" now={rows} />
        <Named tex="b" meaning="columns of a tile" now={columns} />
        <Named tex="u" meaning="rows of the sums that one invocation keeps" now={high} />
        <Named tex="v" meaning="columns of the sums that one invocation keeps" now={WIDE} />
        <Named
          tex={String.raw`L_{\text{plain}}`}
          meaning="numbers loaded from global memory without tiles"
          now={count(2 * SIDES.rows * SIDES.columns * SIDES.terms)}
        />
        <Named
          tex={String.raw`L_{\text{tiles}}`}
          meaning="numbers loaded from global memory, in tiles"
          now={count(global)}
        />
        <Named
          tex={String.raw`L_{\text{shared}}`}
          meaning="numbers read from workgroup memory"
          now={count(shared)}
        />
      </Symbols>
      <LoadsTable />
      <h3>A tile within the tile</h3>
      <p class="prose">
        The third formula has the form of the second, and for the same reason. An invocation with u
        × v sums holds u numbers of x and v of the weight in registers, and makes u · v products of
        them: a tile again, now in the registers of one invocation. Slide the sums per invocation:
        global loads stay, what is read from workgroup memory falls, and so does the number of
        invocations.
      </p>
      <p class="prose">
        One may do without workgroup memory: in <code>convTiled.wgsl</code> each invocation loads
        its register tile straight from global memory. Nothing is shared, nobody waits, and its
        loads are those of a tile of its own size. But registers are few, so the tile stays small;{' '}
        <code>convShared.wgsl</code> has both.
      </p>
      <h3>Is it worth it?</h3>
      <p class="prose">
        That depends on the machine. On a GPU, workgroup memory is a piece of the chip beside the
        invocations. The largest tile is not the best, either: memory that one workgroup takes is
        missing to the next, and while all wait at a barrier, another workgroup should have
        something to do.
        {adapter.value?.software &&
          ' The adapter of this browser is a CPU that plays a GPU. Expect the opposite here: sharing memory makes it slower.'}
      </p>
      <Times />
      <ThirdSum />
    </>
  )
}

export const tiles: Lesson = {
  name: 'tiles',
  title: 'Tiles',
  aim: 'Say who fills workgroup memory, why there is a barrier, how many loads a tile saves, and why the weight gradient is the hard sum.',
  minutes: 9,
  View,
  question: {
    ask: 'A workgroup computes a tile of 24 × 8 results. How many times fewer numbers does it load from global memory than the plain kernel for the same results?',
    answer: 12,
    because:
      'For a term of the sums, the plain kernel loads 2 numbers for each of 24 × 8 products: 384. The tile needs 24 of x and 8 of the weight: 32. And 384 / 32 = 12.',
  },
}
