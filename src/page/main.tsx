import './style/layout.css'
import { render } from 'preact'
import { App, openRunIfNeeded } from './App'
import { speak } from './core/language'
import { open } from './core/studio'
import './style/base.css'

const host = document.getElementById('app')
if (host) {
  await speak()
  render(<App />, host)
  open()
  openRunIfNeeded()
}
