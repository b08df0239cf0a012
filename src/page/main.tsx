// The page begins here.

import { render } from 'preact'
import { App } from './App'
import { open } from './core/studio'
import './style/base.css'

const host = document.getElementById('app')
if (host) {
  render(<App />, host)
  open()
}
