// Event files for TensorBoard: scalars and sample grids. A record is a length, an `Event` in protobuf's wire
// format, and a masked CRC-32C of each. No package for it is kept up that does not bring all of TensorFlow.
// https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto
// https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details

import { join } from 'node:path'
import { PNG } from 'pngjs'
import { crc32c } from '../data/crc32c'
import { append, readWhole } from './files'

/** A protobuf field: its number, and its value by wire type. */
type Field = [
  number,
  { whole: number } | { double: number } | { float: number } | { bytes: Uint8Array },
]

/** A message in protobuf's wire format. */
function message(...fields: Field[]): Uint8Array {
  const parts = fields.flatMap(([number, value]): Uint8Array[] => {
    if ('whole' in value) return [varint(number * 8), varint(value.whole)]
    if ('double' in value) return [varint(number * 8 + 1), f64(value.double)]
    if ('float' in value) return [varint(number * 8 + 5), f32(value.float)]
    return [varint(number * 8 + 2), varint(value.bytes.length), value.bytes]
  })
  return joined(parts)
}

/** Seven bits a byte, the lowest first; by division, since a step may have more than 32 bits. */
function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let left = value
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128)
  return Uint8Array.from([...bytes, left])
}

const f64 = (value: number) => new Uint8Array(Float64Array.of(value).buffer)
const f32 = (value: number) => new Uint8Array(Float32Array.of(value).buffer)
const text = (value: string) => ({ bytes: new TextEncoder().encode(value) })

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Length, its sum, the bytes, their sum. */
export function record(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(BigUint64Array.of(BigInt(bytes.length)).buffer)
  return joined([length, masked(length), bytes, masked(bytes)])
}

/** As TensorFlow does it, so that a sum of bytes that hold their own sum says something. */
function masked(bytes: Uint8Array): Uint8Array {
  const sum = crc32c(bytes)
  const turned = ((sum >>> 15) | (sum << 17)) >>> 0
  return new Uint8Array(Uint32Array.of((turned + 0xa282ead8) >>> 0).buffer)
}

/** An event of these fields of its own; seconds since 1970. Step 0 goes without saying. */
export function event(seconds: number, step: number, ...fields: Field[]): Uint8Array {
  const at: Field[] = step > 0 ? [[2, { whole: step }]] : []
  return message([1, { double: seconds }], ...at, ...fields)
}

/** What an event file begins with. */
export const version: Field = [3, text('brain.Event:2')]

/** Numbers by name. */
export function scalars(values: Readonly<Record<string, number>>): Field {
  const entries = Object.entries(values).map(([name, value]): Field => {
    return [1, { bytes: message([1, text(name)], [2, { float: value }]) }]
  })
  return [5, { bytes: message(...entries) }]
}

function picture(name: string, png: Uint8Array): Field {
  const { width, height } = PNG.sync.read(Buffer.from(png))
  const size: Field[] = [
    [1, { whole: height }],
    [2, { whole: width }],
  ]
  const image = message(...size, [3, { whole: 3 }], [4, { bytes: png }])
  return [5, { bytes: message([1, { bytes: message([1, text(name)], [4, { bytes: image }]) }]) }]
}

/** The event file of this process in a run's folder; TensorBoard reads all of a folder as one run. */
export class Events {
  readonly #path: string

  /** @param step  where the run begins, or goes on: what an earlier file has after it is trained again */
  constructor(folder: string, step: number) {
    const since = String(Math.floor(now())).padStart(10, '0')
    this.#path = join(folder, `events.out.tfevents.${since}.${process.pid}.ganvas`)
    this.#add(0, version)
    if (step > 0) this.#add(step + 1, [7, { bytes: message([1, { whole: START }]) }])
  }

  scalars({ step, ...values }: { step: number; [name: string]: number }): void {
    this.#add(step, scalars(values))
  }

  /** @param path  of a PNG */
  picture(step: number, path: string): void {
    this.#add(step, picture('samples', readWhole(path)))
  }

  #add(step: number, field: Field): void {
    append(this.#path, record(event(now(), step, field)))
  }
}

/** SessionLog.START: events of this step and later ones, in earlier files, no longer hold. */
const START = 1

const now = () => Date.now() / 1000
