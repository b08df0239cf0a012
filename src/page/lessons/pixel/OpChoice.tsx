// The ops to choose from: those that a DCGAN trains with come first.

import { choose, op, ops } from './state'

export function OpChoice() {
  const groups = [
    { title: 'in a DCGAN', all: ops.value.filter(({ dcgan }) => dcgan) },
    { title: 'others', all: ops.value.filter(({ dcgan }) => !dcgan) },
  ]
  return (
    <label>
      Op
      <select
        id="pixel-op"
        value={op.value}
        onChange={({ currentTarget }) => {
          const found = ops.value.find((each) => each.op === currentTarget.value)
          if (found) choose({ op: found.op })
        }}
      >
        {ops.value.length === 0 && <option value={op.value}>{op.value}</option>}
        {ops.value.length > 0 &&
          groups.map(({ title, all }) => (
            <optgroup key={title} label={title}>
              {all.map(({ op, title }) => (
                <option key={op} value={op}>
                  {op}: {title}
                </option>
              ))}
            </optgroup>
          ))}
      </select>
    </label>
  )
}
