// Damage to files: cuts, flipped bits, numbers that claim too much, pieces lost, doubled or
// inserted, and files of pure noise. And the same for JSON, value by value.

import fc from 'fast-check'

/** False sizes, counts and offsets for headers. */
const CLAIMS = [0, 1, 2, 0x7f, 0xff, 0xffff, 50_000, 2 ** 28, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]

type Wound = (bytes: Uint8Array) => Uint8Array

/** Anywhere, but equally often near the beginning or the end, where headers and directories are. */
const place = fc.oneof(
  fc.nat().map((at) => (length: number) => at % Math.max(1, length)),
  fc.nat(96).map((at) => (length: number) => Math.min(at, length)),
  fc.nat(96).map((at) => (length: number) => Math.max(0, length - 1 - at)),
)

const cut: fc.Arbitrary<Wound> = place.map((at) => (bytes) => bytes.slice(0, at(bytes.length)))

const flip: fc.Arbitrary<Wound> = fc.tuple(place, fc.nat(7)).map(([at, bit]) => (bytes) => {
  const flipped = bytes.slice()
  const i = at(bytes.length)
  if (i < flipped.length) flipped[i] = (flipped[i] ?? 0) ^ (1 << bit)
  return flipped
})

const claim: fc.Arbitrary<Wound> = fc
  .tuple(place, fc.constantFrom(...CLAIMS), fc.boolean(), fc.constantFrom(1, 2, 4, 8))
  .map(([at, value, little, size]) => (bytes) => {
    const claiming = bytes.slice()
    const i = at(bytes.length)
    if (i + size > bytes.length) return claiming
    const view = new DataView(claiming.buffer)
    if (size === 1) view.setUint8(i, value)
    if (size === 2) view.setUint16(i, value, little)
    if (size === 4) view.setUint32(i, value, little)
    // 2^40 elements and more.
    if (size === 8) view.setBigUint64(i, BigInt(value) << 16n, little)
    return claiming
  })

const joined = (...parts: Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const lose: fc.Arbitrary<Wound> = fc.tuple(place, fc.nat(64)).map(([at, length]) => (bytes) => {
  const i = at(bytes.length)
  return joined(bytes.subarray(0, i), bytes.subarray(i + length))
})

const double: fc.Arbitrary<Wound> = fc.tuple(place, fc.nat(64)).map(([at, length]) => (bytes) => {
  const i = at(bytes.length)
  return joined(bytes.subarray(0, i + length), bytes.subarray(i))
})

const put: fc.Arbitrary<Wound> = fc
  .tuple(place, fc.uint8Array({ minLength: 1, maxLength: 16 }))
  .map(([at, extra]) => (bytes) => {
    const i = at(bytes.length)
    return joined(bytes.subarray(0, i), extra, bytes.subarray(i))
  })

const wound = fc.oneof(cut, flip, flip, claim, claim, lose, double, put)

/** Files with one to six damages, sometimes none, and sometimes noise instead. */
export function damaged(files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const hurt = fc
    .tuple(fc.constantFrom(...files), fc.array(wound, { maxLength: 6 }))
    .map(([file, wounds]) => wounds.reduce((bytes, each) => each(bytes), file))
  return fc.oneof({ arbitrary: hurt, weight: 9 }, fc.uint8Array({ maxLength: 300 }))
}

/** JSON values in place of an expected number, name or list. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    0.5,
    1e308,
    2 ** 31,
    2 ** 53,
    '',
    '../..',
    '/',
    [],
    {},
  ),
  fc.constantFrom<unknown>(
    '__proto__',
    'constructor',
    'toString',
    'NaN',
    'a\nb\u001b[2J',
    'x'.repeat(5000),
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

/** A value with some parts replaced, added or removed, at any depth. */
export function altered(value: unknown): fc.Arbitrary<unknown> {
  return fc
    .array(fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), odd, fc.nat(3)), { maxLength: 3 })
    .map((changes) => changes.reduce((now, [path, by, how]) => changed(now, path, by, how), value))
}

function changed(value: unknown, [first, ...rest]: number[], by: unknown, how: number): unknown {
  if (first === undefined || typeof value !== 'object' || value === null) return by
  const entries = Object.entries(value)
  const at = first % Math.max(1, entries.length)
  const [key, old] = entries[at] ?? ['x', null]
  if (how === 0 && rest.length === 0) entries.splice(at, 1)
  else if (how === 1) entries.push([`${key}x`, by])
  else entries[at] = [key, changed(old, rest, by, how)]
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries)
}

/** JSON text with altered values or damaged bytes. */
export function alteredJson(value: unknown): fc.Arbitrary<string> {
  const bytes = damaged([new TextEncoder().encode(JSON.stringify(value))])
  return fc.oneof(
    altered(value).map((each) => JSON.stringify(each) ?? 'undefined'),
    bytes.map((each) => new TextDecoder().decode(each)),
  )
}
