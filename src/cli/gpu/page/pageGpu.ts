// The only device of a page: a software adapter does not survive repeated opening and closing.

import { type Gpu, openGpu } from '../../../gpu/device'

let opened: Promise<Gpu> | undefined

export function pageGpu(): Promise<Gpu> {
  opened ??= openGpu(navigator.gpu)
  return opened
}
