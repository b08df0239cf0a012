// Counts the bytes that arrays and buffers request while something runs, including failed requests and memory
// that is never touched, which the memory of the process would not show.

const ARRAYS = [
  'ArrayBuffer',
  'Uint8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Uint32Array',
  'Int32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
] as const

const BUFFERS = ['alloc', 'allocUnsafe', 'allocUnsafeSlow'] as const

type Constructor = new (...args: unknown[]) => object

/** Bytes that `new Kind(first)` allocates; a view of existing memory allocates none. */
function bytesOf(kind: string, first: unknown, unit: number): number {
  if (typeof first === 'number') return Number.isFinite(first) ? first * unit : 0
  if (kind === 'ArrayBuffer' || first instanceof SharedArrayBuffer) return 0
  if (ArrayBuffer.isView(first) || Array.isArray(first)) {
    return ('length' in first ? Number(first.length) : 0) * unit
  }
  return 0
}

/** Runs it, and returns the most bytes that one array or buffer requested. */
export async function withLedger<T>(
  act: () => T | Promise<T>,
): Promise<{ outcome: PromiseSettledResult<Awaited<T>>; largest: number }> {
  let largest = 0
  const note = (bytes: number) => {
    largest = Math.max(largest, bytes)
  }
  const undo: (() => void)[] = []
  for (const name of ARRAYS) {
    const real = globalThis[name] as unknown as Constructor & { BYTES_PER_ELEMENT?: number }
    const unit = real.BYTES_PER_ELEMENT ?? 1
    const spy: Constructor = new Proxy(real, {
      construct(target, args: unknown[], derived): object {
        note(bytesOf(name, args[0], unit))
        return Reflect.construct(target, args, derived === spy ? target : derived)
      },
    })
    Object.assign(globalThis, { [name]: spy })
    undo.push(() => void Object.assign(globalThis, { [name]: real }))
  }
  for (const name of BUFFERS) {
    const real = Buffer[name]
    Buffer[name] = (size: number, ...rest: []) => {
      note(size)
      return real(size, ...rest)
    }
    undo.push(() => {
      Buffer[name] = real
    })
  }
  try {
    const [outcome] = await Promise.allSettled([(async () => act())()])
    return { outcome: outcome as PromiseSettledResult<Awaited<T>>, largest }
  } finally {
    for (const each of undo) each()
  }
}
