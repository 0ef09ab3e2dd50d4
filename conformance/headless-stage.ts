import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { newUuid } from '../src/base/ids.ts'
import { register } from '../src/cli/create-registration.ts'
import { contentOf, type Installation, withInstallation } from '../src/cli/installation.ts'
import {
  commitSession,
  createLaunchLink,
  type SessionStarted,
  startSession,
} from '../src/launch/index.ts'
import { createLearner } from '../src/people/index.ts'
import type { Attempt } from '../src/runtime/index.ts'
import { packageFile, type Step } from './cases.ts'
import { PlayedCourse } from './played-course.ts'
import type { PlayerAction, Seat, Stage } from './stage.ts'
import { entryTitled, questionOf, seesInLookAhead } from './visible.ts'

/** A new installation in a temporary folder, which goes away afterwards. */
export async function withHeadlessStage<Result>(
  packages: string,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'hocba-cts-'))
  try {
    return await withInstallation({ HOCBA_DATA: folder }, (installation) =>
      work(headlessStage(installation, packages)),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function headlessStage(installation: Installation, folder: string): Stage {
  const imported = new Map<string, Promise<string>>()
  const packageCalled = (name: string): Promise<string> => {
    const found = imported.get(name) ?? importPackage(installation, packageFile(folder, name))
    imported.set(name, found)
    return found
  }
  return {
    lanes: 12,
    async seat() {
      const { id } = await createLearner(
        installation.storage,
        installation.clock,
      )({
        name: 'Nguyễn Thị Kiểm',
      })
      return new HeadlessSeat(installation, id, packageCalled)
    },
  }
}

async function importPackage(installation: Installation, file: string): Promise<string> {
  const { importPackage: read } = contentOf(installation)
  const request = { fileName: basename(file), by: 'conformance', profile: 'conformant' } as const
  const imported = await read(createReadStream(file), request)
  return imported.package
}

/** The server's own functions take what the player's page would send. */
class HeadlessSeat implements Seat {
  readonly learner: string
  readonly #installation: Installation
  readonly #packageCalled: (name: string) => Promise<string>
  readonly #complaints: string[] = []
  #session: SessionStarted | undefined
  #played: PlayedCourse | undefined

  constructor(
    installation: Installation,
    learner: string,
    packageCalled: (name: string) => Promise<string>,
  ) {
    this.#installation = installation
    this.learner = learner
    this.#packageCalled = packageCalled
  }

  /** What a SCO calls comes with each visit. */
  expect(): void {}

  async launch(packageName: string): Promise<void> {
    const { storage, clock, config } = this.#installation
    const wanted = { package: await this.#packageCalled(packageName), learner: this.learner }
    const { registration } = await register(this.#installation, wanted)
    const { launchUrl } = await createLaunchLink(storage, clock, config)(registration)
    const ticket = new URL(launchUrl).hash.slice(1)
    const start = startSession(storage, clock, { ...config, observers: [] })
    this.#session = await start({ ticket, nonce: newUuid() }, 'vi')
    this.#played = new PlayedCourse(this.#session, clock)
    this.#played.begin()
    await this.#send(false)
  }

  async delivered() {
    return this.#played?.delivered()
  }

  async hasEnded(): Promise<boolean> {
    return this.#played?.delivered() === undefined
  }

  async sees(check: string): Promise<boolean> {
    return seesInLookAhead(this.#open.lookAhead(), questionOf(check))
  }

  async visit({ commands }: Step) {
    if (commands.length === 0) return []
    const answers = this.#open.visit(commands)
    await this.#send(false)
    return answers
  }

  async act(action: PlayerAction): Promise<void> {
    if (action.do === 'choose') {
      const entry = entryTitled(this.#open.lookAhead().contents, action.title)
      if (!entry) throw new Error(`The table of contents has no "${action.title}"`)
      this.#open.follow({ to: 'choice', activity: entry.activity })
    } else this.#open.follow({ to: action.do })
    await this.#send(false)
  }

  takeComplaints(): readonly string[] {
    return this.#complaints.splice(0)
  }

  async leave(): Promise<void> {
    if (!this.#session) return
    this.#open.leave()
    await this.#send(true)
    this.#session = undefined
    this.#played = undefined
  }

  get #open(): PlayedCourse {
    if (!this.#played) throw new Error('No package is open.')
    return this.#played
  }

  /** Sends the journal, and holds what the server made of it against what the player has. */
  async #send(isLeaving: boolean): Promise<void> {
    const { storage, clock, config } = this.#installation
    const { session, token, registration } = this.#session!
    const entries = this.#open.takeJournal()
    const commit = commitSession(storage, clock, { ...config, observers: [] })
    await commit(token!, { session, entries, isLeaving })
    const saved = await storage.findAttempt(registration)
    if (!isDeepStrictEqual(plain(saved?.attempt), plain(this.#open.attempt))) {
      this.#complaints.push('the replay on the server came to another attempt than the player has')
    }
  }
}

/** As it is stored, without who the learner is: the server reads the name anew at each start. */
const plain = (attempt: Attempt | undefined): unknown =>
  attempt && JSON.parse(JSON.stringify({ ...attempt, learner: undefined }))
