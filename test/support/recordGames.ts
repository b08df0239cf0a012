// Makes the games that the lesson "One step of a GAN" shows without WebGPU:
//
//   npx vite build --ssr test/support/recordGames.ts --outDir dist/record
//   node dist/record/main.js src/page/lessons/onestep/recorded.json

import { writeFileSync } from 'node:fs'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { type GameName, gameNames } from '../../src/page/lessons/onestep/games'
import { Game, type Shown } from '../../src/page/lessons/onestep/jobs'
import {
  type Frame,
  frameOf,
  packReal,
  type Recording,
  THIN,
} from '../../src/page/lessons/onestep/recording'

/** Single turns at first, then whole rounds. */
const TURNS = 4
const ROUNDS: Record<GameName, readonly number[]> = {
  fair: [5, 10, 20, 50, 100, 200, 400, 800, 1200],
  win: [5, 6, 8, 10, 15, 20],
  collapse: [5, 10, 20, 30, 40, 50, 60, 70],
}

async function record(out: string): Promise<void> {
  const gpu = await openNodeGpu({})
  let first: Shown | undefined
  const games: Partial<Record<GameName, Frame[]>> = {}
  for (const name of gameNames) {
    const game = await Game.open(gpu, name)
    const frames: Frame[] = []
    const keep = async () => {
      const shown = await game.shown()
      first ??= shown
      frames.push(frameOf(shown))
    }
    await keep()
    for (let turn = 0; turn < TURNS; turn++) {
      await game.turn()
      await keep()
    }
    for (const round of ROUNDS[name]) {
      await game.until(round)
      await keep()
    }
    games[name] = frames
    game.destroy()
  }
  gpu.close()
  const { fair, win, collapse } = games
  if (!first || !fair || !win || !collapse) throw new Error('a game is missing')
  const { reach, judged } = first.layers
  const recording: Recording = {
    reach,
    side: judged.side / THIN,
    real: packReal(first),
    games: { fair, win, collapse },
  }
  writeFileSync(out, `${JSON.stringify(recording)}\n`)
}

const [out] = process.argv.slice(2)
if (!out) throw new Error('recordGames: give the file to write')
await record(out)
