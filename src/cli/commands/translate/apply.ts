// `ganvas translate --checkpoint`: translates pictures of any size.

import { extname, join } from 'node:path'
import { cutTiles, joinTiles, type Plane, tilesOf } from '../../../gan/translate/tiles'
import { rounded } from '../../../gan/translate/translator'
import { refuseInData } from '../../data/inside'
import { type NamedPlane, pngOf, readPlanes } from '../../data/planes'
import { isFolder } from '../../folder/files'
import { checkPlace, writeOutput } from '../../folder/outputs'
import { TranslationFolder } from '../../folder/translationFolder'
import { openRuntime, type RuntimeOptions } from '../../runtime/runtime'
import { Misuse } from '../../terminal/failure'
import { report } from '../../terminal/json'

export interface ApplyOptions extends RuntimeOptions {
  checkpoint: string
  image: string
  out?: string
  back?: boolean
  roundTrip?: boolean
  size?: number | 'own'
}

export async function apply(options: ApplyOptions): Promise<void> {
  const { checkpoint, image, back = false, roundTrip = false, runtime, adapter } = options
  const folder = new TranslationFolder(checkpoint)
  const config = folder.readConfig()
  const { imageSize, channels, paired } = config
  const names = back ? (['toA', 'toB'] as const) : (['toB', 'toA'] as const)
  if (paired && (back || roundTrip)) {
    throw new Misuse(
      `${back ? '--back' : '--round-trip'}: ${checkpoint} learned from pairs, in one direction. Leave it out`,
    )
  }
  const files = [folder.readNetwork(names[0]), ...(roundTrip ? [folder.readNetwork(names[1])] : [])]
  const { size = imageSize } = options
  if (typeof size === 'number' && size < imageSize) {
    throw new Misuse(
      `--size ${size} is less than the ${imageSize} pixels that the translator learned. Take at least that`,
    )
  }
  const { planes, skipped } = await readPlanes(image, { size, least: imageSize, channels })
  const outputs = placesOf(planes, options)
  for (const { files } of outputs) {
    for (const file of files) {
      for (const data of [image, config.from, config.to]) refuseInData(file, { data })
      checkPlace(file)
    }
  }
  const { name, ask, close } = await openRuntime({ runtime, adapter })
  try {
    console.error(`adapter: ${name}`)
    for (const line of skipped) console.log(`skipped    ${line}`)
    for (const [n, plane] of planes.entries()) {
      let picture: Plane = plane
      for (const [i, file] of files.entries()) {
        const places = tilesOf(picture, imageSize)
        const images = cutTiles({ ...picture, values: rounded(picture.values) }, places, imageSize)
        const wanted = { name: i === 0 ? names[0] : names[1], file, images }
        const made = await ask('translateImages', config, wanted)
        picture = joinTiles(made, places, { ...picture, side: imageSize })
        const out = outputs[n]?.files[i]
        if (out !== undefined) writeOutput(out, await pngOf(picture))
      }
      const { width, height } = plane
      const tiles = tilesOf(plane, imageSize).length
      console.log(
        `${outputs[n]?.files.join(', ')}: ${width} × ${height}${tiles > 1 ? `, in ${tiles} tiles` : ''}`,
      )
    }
    report({ files: outputs.flatMap(({ files }) => files), skipped })
  } finally {
    await close()
  }
}

/** Files to write for each picture: the translated one, and the way back. */
function placesOf(
  planes: readonly NamedPlane[],
  { image, out, roundTrip = false }: ApplyOptions,
): { files: string[] }[] {
  const backOf = (file: string) => `${file.slice(0, -extname(file).length)}-back.png`
  const all = (file: string) => ({ files: [file, ...(roundTrip ? [backOf(file)] : [])] })
  if (!isFolder(image)) {
    const file = out ?? 'translated.png'
    if (!/\.png$/i.test(file))
      throw new Misuse(`--out ${file}: it must be a path that ends in .png`)
    return [all(file)]
  }
  const folder = out ?? 'translated'
  if (/\.png$/i.test(folder))
    throw new Misuse(`--out ${folder}: of a folder of pictures it must be a folder`)
  const twice = planes.find(({ name }, i) => planes.findIndex((other) => other.name === name) < i)
  if (twice) throw new Misuse(`${image} holds two pictures of the name ${twice.name}. Rename one`)
  return planes.map(({ name }) => all(join(folder, `${name}.png`)))
}
