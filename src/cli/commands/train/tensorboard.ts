// Event files for TensorBoard: scalars and sample grids. A record is a length, an `Event` in protobuf's wire
// format (pbf), and a masked CRC-32C of each; this frame is all that is written by hand, since packages for
// it bring TensorFlow.
// https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto
// https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details

import { join } from 'node:path'
import { PbfWriter } from 'pbf'
import { PNG } from 'pngjs'
import { crc32c } from '../../../data/crc32c'
import { append, readWhole } from '../../folder/files'

/** Record: length, its checksum, the bytes, their checksum. */
export function record(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(BigUint64Array.of(BigInt(bytes.length)).buffer)
  return Buffer.concat([length, masked(length), bytes, masked(bytes)])
}

/** As TensorFlow does it, so that a sum of bytes that hold their own sum says something. */
function masked(bytes: Uint8Array): Uint8Array {
  const sum = crc32c(bytes)
  const turned = ((sum >>> 15) | (sum << 17)) >>> 0
  return new Uint8Array(Uint32Array.of((turned + 0xa282ead8) >>> 0).buffer)
}

/** Fields of an event, or of a value in one. */
type Fields = (pbf: PbfWriter) => void

/** An event of these fields of its own; seconds since 1970. Step 0 goes without saying. */
export function event(seconds: number, step: number, fields: Fields): Uint8Array {
  const pbf = new PbfWriter()
  pbf.writeDoubleField(1, seconds)
  if (step > 0) pbf.writeVarintField(2, step)
  fields(pbf)
  return Uint8Array.from(pbf.finish())
}

/** First event of a file. */
export const version: Fields = (pbf) => pbf.writeStringField(3, 'brain.Event:2')

export function scalars(values: Readonly<Record<string, number>>): Fields {
  return summary(
    Object.entries(values).map(([name, value]) => [name, (pbf) => pbf.writeFloatField(2, value)]),
  )
}

function picture(name: string, png: Uint8Array): Fields {
  const { width, height } = PNG.sync.read(Buffer.from(png))
  const image: Fields = (pbf) => {
    pbf.writeVarintField(1, height)
    pbf.writeVarintField(2, width)
    pbf.writeVarintField(3, 3)
    pbf.writeBytesField(4, png)
  }
  return summary([[name, (pbf) => pbf.writeMessage(4, within, image)]])
}

function summary(values: readonly (readonly [name: string, fields: Fields])[]): Fields {
  const value = ([name, fields]: readonly [string, Fields], pbf: PbfWriter) => {
    pbf.writeStringField(1, name)
    fields(pbf)
  }
  return (pbf) =>
    pbf.writeMessage(
      5,
      (_, inner) => {
        for (const each of values) inner.writeMessage(1, value, each)
      },
      null,
    )
}

const within = (fields: Fields, pbf: PbfWriter) => fields(pbf)

/** Event that voids this step and later ones in earlier files. */
const anew: Fields = (pbf) =>
  pbf.writeMessage(7, (status, inner) => inner.writeVarintField(1, status), START)

const START = 1

/** The event file of this process in a run's folder; TensorBoard reads all of a folder as one run. */
export class Events {
  readonly #path: string

  /** @param step  first or resumed step: later events of earlier files are void */
  constructor(folder: string, step: number) {
    const since = String(Math.floor(now())).padStart(10, '0')
    this.#path = join(folder, `events.out.tfevents.${since}.${process.pid}.ganvas`)
    this.#add(0, version)
    if (step > 0) this.#add(step + 1, anew)
  }

  scalars({ step, ...values }: { step: number; [name: string]: number }): void {
    this.#add(step, scalars(values))
  }

  /** @param path  of a PNG */
  picture(step: number, path: string): void {
    this.#add(step, picture('samples', readWhole(path)))
  }

  #add(step: number, fields: Fields): void {
    append(this.#path, record(event(now(), step, fields)))
  }
}

const now = () => Date.now() / 1000
