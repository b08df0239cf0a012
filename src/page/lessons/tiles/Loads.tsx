// Loads of both kernels, by formula and as counted by the invocations.

import { count } from '../../core/words'
import { faultOf } from '../parts/fault'
import { type Loads, plainLoads, tiledLoads } from './shape'
import { accounts, fault, measured, tile } from './state'
import { text } from './text'

const ROWS = ['global', 'fills', 'shared'] as const satisfies readonly (keyof Loads)[]
const RUNGS = ['plain', 'tiles'] as const

export function LoadsTable() {
  const formula = { plain: plainLoads, tiles: tiledLoads(tile.value) }
  const { value: found } = measured
  const words = text.value.loads
  const ratio = formula.plain.global / formula.tiles.global
  return (
    <section class="card stack tiles-loads" aria-label={words.label}>
      <table id="tiles-loads">
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <td />
            {RUNGS.map((rung) => (
              <th key={rung} scope="col">
                {words.kernels[rung]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map((name) => (
            <tr key={name}>
              <th scope="row">{words.rows[name]}</th>
              {RUNGS.map((rung) => (
                <td key={rung} id={`loads-${rung}-${name}`}>
                  {count(formula[rung][name])} / {found ? count(found[rung][name]) : '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p id="tiles-verdict" class="note" role="status">
        {verdict(ratio)}
      </p>
    </section>
  )
}

function verdict(ratio: number): string {
  const { value: all } = accounts
  const words = text.value.loads
  if (!all) return fault.value ? words.failed(faultOf(fault.value)) : words.running
  const { plain, tiles } = all.error
  return words.verdict({
    ratio: ratio.toFixed(ratio % 1 === 0 ? 0 : 1),
    plain: plain.toFixed(2),
    tiles: tiles.toFixed(2),
  })
}
