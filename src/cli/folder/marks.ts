// A mark in a file: a short text, where its format has a place for one. By the mark Ganvas knows its own files again.

import { crc32 } from 'node:zlib'
import { isSafetensors } from '../../data/safetensors'

/** The file with the mark in it; all that other programs read of it stays the same. */
export function marked(file: Uint8Array, mark: string, name: string): Uint8Array {
  const start = latin(file.subarray(0, 8))
  if (start === '\x89PNG\r\n\x1a\n') return inPng(file, mark)
  if (start.startsWith('GIF8')) return inGif(file, mark)
  if (isSafetensors(file.subarray(0, 9), file.length)) return inSafetensors(file, mark)
  if (start.startsWith('{')) return inJson(file, mark)
  if (/^<(svg|!doctyp)/.test(start)) return joined(file, bytes(`<!-- ${mark} -->\n`))
  if (/\.py$/i.test(name)) return joined(file, bytes(`\n# ${mark}\n`))
  if (/\.onnx$/i.test(name)) return joined(file, onnxWord(mark))
  throw new Error(`${name}: no place for a mark is known. Add its format to marks.ts`)
}

/** Is the mark in the first or the last bytes of a file? Its middle may be large. */
export function isMarked({ head, tail }: { head: Uint8Array; tail: Uint8Array }, mark: string) {
  return [head, tail].some((part) => Buffer.from(part).includes(mark))
}

/** A tEXt chunk behind the first chunk. https://www.w3.org/TR/png-3/#11tEXt */
function inPng(file: Uint8Array, mark: string): Uint8Array {
  const content = bytes(`tEXtSoftware\0${mark}`)
  const chunk = joined(word(content.length - 4), content, word(crc32(content)))
  const END_OF_HEADER = 33
  return joined(file.subarray(0, END_OF_HEADER), chunk, file.subarray(END_OF_HEADER))
}

/** A comment before the trailer, the last byte. https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
function inGif(file: Uint8Array, mark: string): Uint8Array {
  const comment = joined(Uint8Array.of(0x21, 0xfe, mark.length), bytes(mark), Uint8Array.of(0))
  return joined(file.subarray(0, -1), comment, file.subarray(-1))
}

/** The first member, called origin. */
function inJson(file: Uint8Array, mark: string): Uint8Array {
  const text = new TextDecoder().decode(file)
  return bytes(
    text.replace(/^\{(\s*)(\}?)/, (_, space: string, end: string) => {
      return `{${space}"origin": "${mark}"${end === '' ? `,${space}` : end}`
    }),
  )
}

/** The first word of the metadata. The header stays padded to 8 bytes. */
function inSafetensors(file: Uint8Array, mark: string): Uint8Array {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true))
  // Weights may come from a file with a mark.
  const json = new TextDecoder()
    .decode(file.subarray(8, 8 + length))
    .trimEnd()
    .replace(/^(\{"__metadata__":\{)"origin":"[^"]*",?/, '$1')
  const known = '{"__metadata__":{'
  const start = `${known}"origin":"${mark}"`
  const rest = json.startsWith(known) ? json.slice(known.length) : `},${json.slice(1)}`
  const header = bytes(`${start}${rest.startsWith('}') ? '' : ','}${rest}`)
  const padded = new Uint8Array(8 + Math.ceil(header.length / 8) * 8).fill(0x20)
  new DataView(padded.buffer).setBigUint64(0, BigInt(padded.length - 8), true)
  padded.set(header, 8)
  return joined(padded, file.subarray(8 + length))
}

/** One more word of ONNX's metadata_props, field 14 of a model: protobuf joins lists that come in parts. */
function onnxWord(mark: string): Uint8Array {
  const pair = joined(
    Uint8Array.of(0x0a, 6),
    bytes('origin'),
    Uint8Array.of(0x12, mark.length),
    bytes(mark),
  )
  return joined(Uint8Array.of((14 << 3) | 2, pair.length), pair)
}

function word(value: number): Uint8Array {
  const four = new Uint8Array(4)
  new DataView(four.buffer).setUint32(0, value)
  return four
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const latin = (data: Uint8Array): string => Buffer.from(data).toString('latin1')
const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))
