// The dispatch: its workgroups, and the invocations of each.

import { text } from './text'
import type { Look } from './tools'

const SIDE = 12
const MOST = 1024

interface Props {
  look: Look
  kernel: number
  lit: ReadonlySet<number>
}

export function Invocations({ look, kernel, lit }: Props) {
  const {
    workgroups = [1, 1],
    workgroupSize = [1],
    file = '',
    entry = '',
  } = look.kernels[kernel] ?? {}
  const size = workgroupSize.reduce((all, one) => all * one, 1)
  const groups = workgroups[0] * workgroups[1]
  const stored = storedBy(look, kernel)
  const columns = Math.min(16, size)
  const words = text.value.invocations
  return (
    <figure class="invocations">
      <figcaption>
        <h3>{text.value.kernel.named(entry, file)}</h3>
        <span>{words.all(groups, size)}</span>
      </figcaption>
      {groups * size <= MOST && (
        <div class="planes">
          {Array.from({ length: groups }, (_, group) => (
            <svg
              key={group}
              role="img"
              aria-label={words.group(group)}
              width={columns * SIDE}
              height={Math.ceil(size / columns) * SIDE + 18}
            >
              {Array.from({ length: size }, (_, lane) => {
                const me = group * size + lane
                const state = lit.has(me) ? ' lit' : stored.has(me) ? ' stored' : ''
                return (
                  <rect
                    key={lane}
                    class={`invocation${state}`}
                    x={(lane % columns) * SIDE + 1}
                    y={Math.floor(lane / columns) * SIDE + 1}
                    width={SIDE - 2}
                    height={SIDE - 2}
                  />
                )
              })}
              <text x={1} y={Math.ceil(size / columns) * SIDE + 14}>
                {words.group(group)}
              </text>
            </svg>
          ))}
        </div>
      )}
      {stored.size > 0 && (
        <p class="note">{words.stored(look.output.values.length, stored.size, groups * size)}</p>
      )}
    </figure>
  )
}

function storedBy({ witness }: Look, kernel: number): Set<number> {
  const stored = new Set<number>()
  for (const [i, by] of witness?.kernel.entries() ?? []) {
    if (by === kernel) stored.add(witness?.invocation[i] ?? -1)
  }
  stored.delete(-1)
  return stored
}
