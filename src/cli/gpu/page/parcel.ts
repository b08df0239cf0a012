// Values that travel between Node and a page. The DevTools protocol carries JSON. Arrays go through the server that both
// reach, tens of megabytes at the speed of a copy; NaN and the infinities of a diverging run travel as words. The same
// code runs on both sides.

/** Path at which the server stores a parcel (PUT) and returns it once (GET). */
export const PARCELS = '/parcels/'

/** Packed value: JSON with placeholders for NaN, infinities and arrays of bytes, u32 or floats. */
export interface Envelope {
  value: unknown
  /** Names of the parcels on the server. */
  parcels: string[]
}

const ARRAYS = { Uint8Array, Float32Array, Uint32Array } as const

/** Key of a placeholder for a parcel or a number. No other object has such a key. */
const TAG = 'ganvas:parcel'

/** Packs a value for the other side, and sends its parcels. */
export async function pack(value: unknown, origin: string): Promise<Envelope> {
  const bodies: Blob[] = []
  const packed = wrap(value, bodies)
  const parcels = await Promise.all(bodies.map((body) => send(body, origin)))
  return { value: packed, parcels }
}

/** Unpacks a value of the other side. */
export async function unpack({ value, parcels }: Envelope, origin: string): Promise<unknown> {
  const bodies = await Promise.all(parcels.map((name) => receive(name, origin)))
  return unwrap(value, bodies)
}

function wrap(value: unknown, bodies: Blob[]): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { [TAG]: String(value) }
  for (const [of, Kind] of Object.entries(ARRAYS)) {
    if (!(value instanceof Kind)) continue
    // As a blob: Chrome takes ten times as long over a body that is an array.
    bodies.push(new Blob([value as typeof value & ArrayBufferView<ArrayBuffer>]))
    return { [TAG]: bodies.length - 1, of }
  }
  if (Array.isArray(value)) return value.map((each) => wrap(each, bodies))
  if (typeof value === 'object' && value !== null && !(Symbol.iterator in value)) {
    const entries = Object.entries(value).map(([key, each]) => [key, wrap(each, bodies)])
    return Object.fromEntries(entries)
  }
  if (value === null || ['undefined', 'boolean', 'number', 'string'].includes(typeof value)) {
    return value
  }
  throw new TypeError(`${String(value)} cannot travel between Node and a page`)
}

function unwrap(value: unknown, bodies: readonly ArrayBuffer[]): unknown {
  if (Array.isArray(value)) return value.map((each) => unwrap(each, bodies))
  if (typeof value !== 'object' || value === null) return value
  if (TAG in value) {
    const body = bodies[Number(value[TAG])]
    if (!('of' in value) || body === undefined) return Number(value[TAG])
    return new ARRAYS[value.of as keyof typeof ARRAYS](body)
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unwrap(each, bodies)]))
}

async function send(body: Blob, origin: string): Promise<string> {
  const name = crypto.randomUUID()
  await ask(new URL(PARCELS + name, origin), { method: 'PUT', body })
  return name
}

async function receive(name: string, origin: string): Promise<ArrayBuffer> {
  return (await ask(new URL(PARCELS + name, origin))).arrayBuffer()
}

async function ask(url: URL, request: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, request)
  if (!response.ok) throw new Error(`a parcel was lost: ${url} answered ${response.status}`)
  return response
}
