// The only device of a page: a software adapter does not survive repeated opening and closing.

import type { Gpu } from '../../../gpu/device'
import { openGpu } from '../../../gpu/open'

let opened: Promise<Gpu> | undefined

export function pageGpu(): Promise<Gpu> {
  opened ??= openGpu(navigator.gpu)
  return opened
}
