// Four kernels timed on a real layer: the gain by tiles depends on the adapter.

import { faultOf } from '../parts/fault'
import { LARGE, REGISTER, type Tile, WIDE } from './shape'
import { adapter, tile, time, times, timesFault, timing } from './state'
import { text } from './text'
import type { KernelTimes, Timed } from './timing'

interface Row {
  name: Timed
  size: string
  /** Numbers loaded per product. */
  global: number
  shared: number
}

const perProduct = ({ rows, columns, high }: Tile) => ({
  global: 1 / rows + 1 / columns,
  shared: 1 / high + 1 / WIDE,
})

const sizeOf = ({ rows, columns }: Pick<Tile, 'rows' | 'columns'>) => `${rows} × ${columns}`

function rowsOf(own: Tile): Row[] {
  const { TILE_ROWS: rows, TILE_COLUMNS: columns } = REGISTER
  return [
    { name: 'plain', size: '', global: 2, shared: 0 },
    { name: 'tiles', size: sizeOf(own), ...perProduct(own) },
    { name: 'large', size: sizeOf(LARGE), ...perProduct(LARGE) },
    {
      name: 'register',
      size: sizeOf({ rows, columns }),
      global: 1 / rows + 1 / columns,
      shared: 0,
    },
  ]
}

export function Times() {
  const { value: taken } = times
  const words = text.value.times
  return (
    <section class="card stack tiles-times" aria-label={words.label}>
      <table id="tiles-times">
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.kernel}</th>
            <th scope="col">{words.global}</th>
            <th scope="col">{words.workgroup}</th>
            <th scope="col">{words.ms}</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(taken?.of ?? tile.value).map(({ name, size, global, shared }) => (
            <tr key={name}>
              <th scope="row">{words.kernels[name](size)}</th>
              <td>{digits(global)}</td>
              <td>{shared > 0 ? digits(shared) : '–'}</td>
              <td id={`time-${name}`}>{taken ? taken.times.ms[name].toPrecision(3) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="buttons">
        <button type="button" id="tiles-time" disabled={timing.value} onClick={time}>
          {words.take}
        </button>
      </div>
      <p class="note" id="tiles-timed" role="status">
        {timing.value
          ? words.taking
          : timesFault.value
            ? words.failed(faultOf(timesFault.value))
            : taken
              ? verdict(taken.times)
              : words.none}
      </p>
    </section>
  )
}

const digits = (value: number): string => String(Number(value.toPrecision(3)))

function verdict({ ms, images, clock }: KernelTimes): string {
  const share = ms.large / ms.register
  const alone = ms.plain / ms.register
  return text.value.times.verdict({
    images,
    clock,
    rows: REGISTER.TILE_ROWS,
    columns: REGISTER.TILE_COLUMNS,
    alone,
    shared: 1 / share,
    turnsBack: share > 1 === alone > 1,
    isSlowCpu: share > 1 && Boolean(adapter.value?.software),
  })
}
