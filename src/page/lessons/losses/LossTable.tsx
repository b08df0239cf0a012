// The numbers of the plots, for the chosen logit and for the batch.

import { titles } from '../../parts/titles'
import { lossNames } from '../tools/forms'
import { chosen, fixed, logit, meanPush, numberAt } from './state'
import { text } from './text'

export function LossTable() {
  const { table } = text.value
  return (
    <table class="compared losses-table">
      <caption class="unseen">{table.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{table.loss}</th>
          <th scope="col">{table.value}</th>
          <th scope="col">{table.slope}</th>
          <th scope="col">{table.push}</th>
        </tr>
      </thead>
      <tbody>
        {lossNames.map((name) => (
          <tr key={name} class={name === chosen.value ? 'chosen' : ''}>
            <th scope="row">
              <label class="check">
                <input
                  type="radio"
                  name="loss"
                  id={`loss-${name}`}
                  value={name}
                  checked={name === chosen.value}
                  onChange={() => {
                    chosen.value = name
                  }}
                />
                <svg class="key" viewBox="0 0 20 8" aria-hidden="true">
                  <path class={`loss-line bold ${name}`} d="M0 4H20" />
                </svg>
                {titles.value.objectives[name]}
              </label>
            </th>
            <td id={`loss-value-${name}`}>{fixed(numberAt(name, 'value', logit.value), 4)}</td>
            <td id={`loss-slope-${name}`}>{fixed(numberAt(name, 'slope', logit.value), 4)}</td>
            <td id={`loss-push-${name}`}>{fixed(meanPush(name), 4)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
