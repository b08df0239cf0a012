import type { ImageSet } from '../../data/imageSet'
import { parseMnist } from '../../data/mnist'
import mnist from '../../data/mnist/mnist.bin.gz?url'
import { fetched } from './fetched'

export interface Digits {
  train: ImageSet
  /** Digits that no network is trained on. */
  heldOut: ImageSet
}

export const fetchDigits = async (): Promise<Digits> =>
  parseMnist(await fetched(mnist, 'the digits'))
