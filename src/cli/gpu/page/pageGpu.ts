// The one device of a page. A software adapter does not survive that devices come and go.

import { type Gpu, openGpu } from '../../../gpu/device'

let opened: Promise<Gpu> | undefined

export function pageGpu(): Promise<Gpu> {
  opened ??= openGpu(navigator.gpu)
  return opened
}
