import { cardWords } from './cardWords'
import { choose, op, ops } from './state'
import { text } from './text'

export function OpChoice() {
  const words = text.value.choice
  const groups = [
    { title: words.dcgan, all: ops.value.filter(({ dcgan }) => dcgan) },
    { title: words.others, all: ops.value.filter(({ dcgan }) => !dcgan) },
  ]
  return (
    <label>
      {words.op}
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
              {all.map((each) => {
                const { title, lang } = cardWords(each)
                return (
                  <option key={each.op} value={each.op} lang={lang}>
                    {each.op}: {title}
                  </option>
                )
              })}
            </optgroup>
          ))}
      </select>
    </label>
  )
}
