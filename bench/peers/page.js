// The page's side: what main.js calls by name.

import * as peers from './peers'

globalThis.ganvas = {
  open: peers.open,
  timeKernel: peers.timeKernel,
  timeGan: peers.timeGan,
}
