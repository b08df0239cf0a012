// Worker jobs of the lesson: a GAN of points goes by single steps of D or of G, or by rounds of both.

import { ToyGan } from '../../../gan/toy/toy'
import type { Layers } from '../../../gan/toy/toyLayers'
import type { Gpu } from '../../../gpu/device'
import type { Lab } from '../../lab/lab'
import { type GameName, games, type Turn } from './games'

export interface Shown {
  layers: Layers
  /** Completed rounds. */
  round: number
  next: Turn
}

/** The toy that software adapters train, so that every adapter shows the same game. */
const SIZE = { units: 64, batchSize: 128, lrEnd: 1 }
const SEED = 1

export class Game {
  readonly name: GameName
  readonly #gan: ToyGan
  #round = 0
  #next: Turn = 'D'

  private constructor(name: GameName, gan: ToyGan) {
    this.name = name
    this.#gan = gan
  }

  static async open(gpu: Gpu, name: GameName): Promise<Game> {
    const gan = await ToyGan.open(gpu, { toy: 'ring', ...SIZE, ...games[name].options })
    const game = new Game(name, gan)
    game.restart()
    return game
  }

  restart(): void {
    this.#gan.start(SEED)
    this.#round = 0
    this.#next = 'D'
  }

  /** All steps of the player whose turn it is. */
  async turn(): Promise<void> {
    const { d, g } = games[this.name]
    const { runner } = this.#gan
    if (this.#next === 'D') {
      await runner.trainCritic(d)
      this.#next = 'G'
    } else {
      await runner.stepGenerator(g)
      this.#next = 'D'
      this.#round++
    }
  }

  /** Ends the round that has begun, and plays others up to the wanted number. */
  async until(round: number): Promise<void> {
    while (this.#round < round) await this.turn()
  }

  async shown(): Promise<Shown> {
    return { layers: await this.#gan.layers(), round: this.#round, next: this.#next }
  }

  destroy(): void {
    this.#gan.destroy()
  }
}

/** The open game of a device. It goes with the device. */
const open = new WeakMap<Gpu, Game>()

async function gameOf(lab: Lab, name: GameName): Promise<Game | undefined> {
  const gpu = await lab.gpuIfAny()
  if (!gpu) return undefined
  const before = open.get(gpu)
  if (before?.name === name) return before
  open.delete(gpu)
  before?.destroy()
  const game = await Game.open(gpu, name)
  open.set(gpu, game)
  return game
}

export const onestepJobs = {
  /** The game at its beginning. Undefined without a GPU. */
  async onestepBegin(lab: Lab, name: GameName): Promise<Shown | undefined> {
    const game = await gameOf(lab, name)
    game?.restart()
    return game?.shown()
  },

  /** The game after the next player's turn. */
  async onestepTurn(lab: Lab, name: GameName): Promise<Shown | undefined> {
    const game = await gameOf(lab, name)
    await game?.turn()
    return game?.shown()
  },

  /** The game after its round of that number. */
  async onestepUntil(lab: Lab, name: GameName, round: number): Promise<Shown | undefined> {
    const game = await gameOf(lab, name)
    await game?.until(round)
    return game?.shown()
  },
}
