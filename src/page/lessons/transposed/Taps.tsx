// The kernel's question, for the row that is picked: which taps have a whole solution?

import { picked, setting, side } from './state'
import { asked } from './ties'

const WORDS = {
  pixel: 'an input',
  gap: 'nothing: no whole number',
  outside: 'nothing: outside the input',
} as const

export function Taps() {
  const { value: window } = setting
  const h = picked.value.side === 'output' ? picked.value.row : Math.min(3, side.value - 1)
  return (
    <div class="transposed-scroll card">
      <table id="transposed-taps">
        <caption>
          Row {h} of the output asks each row of the kernel: p = (h + pad − r) / stride = ({h} +{' '}
          {window.padding} − r) / {window.stride}
        </caption>
        <thead>
          <tr>
            <th scope="col">tap r</th>
            <th scope="col">p</th>
            <th scope="col">meets</th>
          </tr>
        </thead>
        <tbody>
          {asked(h, window).map(({ tap, solution, meets }) => (
            <tr key={tap} data-meets={meets}>
              <th scope="row">{tap}</th>
              <td>{Number(solution.toFixed(2))}</td>
              <td>{WORDS[meets]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
