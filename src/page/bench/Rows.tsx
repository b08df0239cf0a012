import { nameOf } from '../../../bench/compare'
import { controlQuantiles, number, percent, times } from '../../../bench/report'
import { dimensions } from '../core/words'
import { text as parts } from '../parts/text'
import { familyOf } from './families'
import type { PlannedRow } from './jobs'
import { Mark } from './Mark'
import * as state from './state'
import { text } from './text'

export function Rows() {
  const { rows } = state.chosen.value
  const compared = state.earlier.value !== undefined
  const controls = state.report.value?.controls ?? []
  const { caption, kernel, layer, heads, against, twice, range } = text.value.rows
  return (
    <section class="card bench-rows">
      <table id="bench-table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{kernel}</th>
            <th scope="col">{layer}</th>
            {heads.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
            {compared && <th scope="col">{against}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={nameOf(row)} row={row} compared={compared} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{twice}</th>
            <td colSpan={1 + heads.length + (compared ? 1 : 0)} id="bench-control">
              {controls.length > 0 ? range(controlQuantiles(controls)) : '–'}
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

function Row({ row, compared }: { row: PlannedRow; compared: boolean }) {
  const name = nameOf(row)
  const { heads, against } = text.value.rows
  const words = parts.value
  const { op, what, size, shapes } = row
  const found = state.measured.value.get(name)
  const ratio = state.ratioOf.value.get(name)
  const { current } = state
  const isNow = current.value !== undefined && nameOf(current.value) === name
  const cells = found
    ? [
        number(found.ms),
        number(found.gflops),
        percent(found.ofPeak),
        number(found.gbs),
        percent(found.ofBandwidth),
      ]
    : heads.map((_, i) => (isNow && i === 0 ? '…' : '–'))
  return (
    <tr
      data-row={name}
      class={`${found ? '' : 'waits'} ${state.pointed.value === name ? 'pointed' : ''}`}
      aria-current={isNow ? 'true' : undefined}
      onPointerEnter={() => {
        state.pointed.value = name
      }}
    >
      <th scope="row">
        <Mark family={familyOf(op)} />
        {op} {words.layer(what)}
      </th>
      <td class="layer">
        {words.layer(size)}
        <span>{shapesText(shapes)}</span>
      </td>
      {cells.map((cell, i) => (
        <td key={i} data-head={heads[i]}>
          {cell}
        </td>
      ))}
      {compared && <td data-head={against}>{ratio === undefined ? '–' : times(ratio)}</td>}
    </tr>
  )
}

/** "x 64 × 16 × 16 × 32, weight 4 × 4 × 32 × 64" */
const shapesText = (shapes: PlannedRow['shapes']): string =>
  Object.entries(shapes)
    .map(([name, shape]) => `${name} ${dimensions(shape)}`)
    .join(', ')
