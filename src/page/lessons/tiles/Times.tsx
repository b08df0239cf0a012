// Four kernels on a layer that trains, timed on this adapter: what tiles are worth depends on it.

import { sentence } from '../../parts/words'
import type { KernelTimes, Timed } from '../../worker/tilesJobs'
import { LARGE, REGISTER, type Tile, WIDE } from './shape'
import { adapter, tile, time, times, timesFault, timing } from './state'

interface Row {
  name: Timed
  title: string
  /** Numbers loaded for a product. */
  global: number
  shared: number
}

const perProduct = ({ rows, columns, high }: Tile) => ({
  global: 1 / rows + 1 / columns,
  shared: 1 / high + 1 / WIDE,
})

function rowsOf(own: Tile): Row[] {
  const { TILE_ROWS, TILE_COLUMNS } = REGISTER
  return [
    { name: 'plain', title: 'plain, no tile', global: 2, shared: 0 },
    {
      name: 'tiles',
      title: `workgroup’s tile ${own.rows} × ${own.columns}, yours`,
      ...perProduct(own),
    },
    {
      name: 'large',
      title: `workgroup’s tile ${LARGE.rows} × ${LARGE.columns}`,
      ...perProduct(LARGE),
    },
    {
      name: 'register',
      title: `register tile ${TILE_ROWS} × ${TILE_COLUMNS}, nothing shared`,
      global: 1 / TILE_ROWS + 1 / TILE_COLUMNS,
      shared: 0,
    },
  ]
}

export function Times() {
  const { value: taken } = times
  return (
    <section class="card tiles-times" aria-label="What it is worth here">
      <table id="tiles-times">
        <caption>
          D’s second block of a DCGAN, 16 × 16 × 64 → 8 × 8 × 128: numbers loaded per product, from
          global and from workgroup memory
        </caption>
        <thead>
          <tr>
            <th scope="col">kernel</th>
            <th scope="col">global</th>
            <th scope="col">workgroup</th>
            <th scope="col">ms here</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(taken?.of ?? tile.value).map(({ name, title, global, shared }) => (
            <tr key={name}>
              <th scope="row">{title}</th>
              <td>{digits(global)}</td>
              <td>{shared > 0 ? digits(shared) : '–'}</td>
              <td id={`time-${name}`}>{taken ? taken.times.ms[name].toPrecision(3) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="buttons">
        <button type="button" id="tiles-time" disabled={timing.value} onClick={time}>
          Time them here
        </button>
      </div>
      <p class="note" id="tiles-timed" role="status">
        {timing.value
          ? 'Compiling and timing.'
          : timesFault.value
            ? sentence(timesFault.value)
            : taken
              ? verdict(taken.times)
              : 'Nothing was timed yet.'}
      </p>
    </section>
  )
}

const digits = (value: number): string => String(Number(value.toPrecision(3)))

const faster = (times: number): string =>
  times >= 1 ? `${times.toFixed(1)}× faster` : `${(1 / times).toFixed(1)}× slower`

function verdict({ ms, images, clock }: KernelTimes): string {
  const by = clock === 'timestamps' ? 'GPU’s timestamps' : clock
  const { TILE_ROWS, TILE_COLUMNS } = REGISTER
  const share = ms.large / ms.register
  const alone = ms.plain / ms.register
  const both = `Of ${images} images, by the ${by}. Both of the last have ${TILE_ROWS} × ${TILE_COLUMNS} sums per invocation. That alone is ${faster(alone)} than plain;`
  const shared = ` sharing memory as well makes it ${faster(1 / share)}${share > 1 === alone > 1 ? ' again' : ' still'}.`
  const why =
    share > 1 && adapter.value?.software
      ? ' Here a CPU plays the GPU: workgroup memory is memory like any other, behind the same caches, and at a barrier every invocation is put aside and taken up again. So such an adapter is given register tiles.'
      : ''
  return both + shared + why
}
