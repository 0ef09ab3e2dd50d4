import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../test/support/browser.ts'
import { addLearner, expectStatus, launchLink, register } from '../test/support/courses.ts'
import { startServer, type TestServer } from '../test/support/server.ts'
import { packageFile, type Step } from './cases.ts'
import { PackagePages, type Report } from './package-pages.ts'
import { PlayerPage } from './player-page.ts'
import type { Answered, Delivered, PlayerAction, Seat, Stage } from './stage.ts'
import { questionOf } from './visible.ts'

/** A server with its data in a temporary folder, and Chromium. @throws Error if there is no Chromium. */
export async function withBrowserStage<Result>(
  packages: string,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const { browser, reason } = await openBrowser()
  if (!browser) throw new Error(reason)
  const server = await startServer()
  try {
    return await work(browserStage({ server, browser, packages }))
  } finally {
    await browser.close()
    await server.stop()
  }
}

interface Parts {
  readonly server: TestServer
  readonly browser: Browser
  readonly packages: string
}

function browserStage(parts: Parts): Stage {
  const uploaded = new Map<string, Promise<string>>()
  const packageCalled = (name: string): Promise<string> => {
    const found = uploaded.get(name) ?? upload(parts, name)
    uploaded.set(name, found)
    return found
  }
  return {
    lanes: 3,
    async seat() {
      const learner = await addLearner(parts.server, 'Nguyễn Thị Kiểm')
      const context = await parts.browser.newContext({ locale: 'en-GB' })
      const seat = new BrowserSeat(parts, { learner, context, packageCalled })
      await seat.prepare()
      return seat
    },
  }
}

/** Uploads a package for the profile that the cases are about. @returns its id. */
async function upload({ server, packages }: Parts, name: string): Promise<string> {
  const path = `/api/v1/packages?fileName=${name}.zip&profile=conformant`
  const zip = readFileSync(packageFile(packages, name))
  const headers = { 'Content-Type': 'application/zip' }
  const response = await server.request('POST', path, new Uint8Array(zip), headers)
  return ((await expectStatus(response, 201)) as { package: string }).package
}

interface Learner {
  readonly learner: string
  readonly context: BrowserContext
  readonly packageCalled: (name: string) => Promise<string>
}

const waitMs = 10_000

/** A learner with a browser; each launch is a new tab of it. */
class BrowserSeat implements Seat {
  readonly learner: string
  readonly #server: TestServer
  readonly #context: BrowserContext
  readonly #packageCalled: Learner['packageCalled']
  readonly #pages: PackagePages
  readonly #registrations = new Map<string, string>()
  readonly #reports: Report[] = []
  readonly #complaints: string[] = []
  /** What the learner found for each question of the visit that is open. */
  #seen: boolean[] = []
  #page: Page | undefined
  /** How many pages of the package were there before what happened last. */
  #before = 0

  constructor({ server, packages }: Parts, { learner, context, packageCalled }: Learner) {
    this.learner = learner
    this.#server = server
    this.#context = context
    this.#packageCalled = packageCalled
    this.#pages = new PackagePages(packages)
  }

  async prepare(): Promise<void> {
    const origin = this.#server.contentUrl
    await this.#context.exposeBinding('conformanceReports', (_, report: Report) => {
      this.#reports.push(report)
      if (report.isLeftStanding) {
        this.#complaints.push('the player left a SCO standing that asked to go')
      }
    })
    const inPackage = (url: URL) =>
      url.origin === origin && /\.html?$|\/(common|includes)\//.test(url.pathname)
    await this.#context.route(inPackage, (route) => this.#pages.answer(route))
  }

  expect(steps: readonly Step[]): void {
    this.#pages.expect(steps)
  }

  async launch(packageName: string): Promise<void> {
    this.#pages.open(packageName)
    const registration = await this.#registrationOf(packageName)
    this.#before = this.#pages.served.length
    this.#page = await this.#context.newPage()
    this.#listenTo(this.#page)
    await this.#page.goto(await launchLink(this.#server, registration))
  }

  async delivered(): Promise<Delivered | undefined> {
    const isThere = () => this.#reports.some((one) => one.number >= this.#before && one.isLaunched)
    if (!(await becomes(isThere))) return undefined
    const { href } = this.#pages.served.at(-1)!
    return { id: href, href }
  }

  async hasEnded(): Promise<boolean> {
    return becomes(() => this.#courseFrame() === undefined)
  }

  async sees(check: string): Promise<boolean> {
    const isSeen = await this.#player.sees(questionOf(check))
    this.#seen.push(isSeen)
    return isSeen
  }

  async visit(step: Step): Promise<readonly Answered[] | undefined> {
    const number = this.#pages.served.findIndex((page) => page.step === step)
    this.#before = number + 1
    const answersOf = () => this.#reports.find((one) => one.number === number && one.answers)
    const isAsset = step.commands.length === 0
    if (isAsset) return undefined
    await becomes(async () => answersOf() !== undefined || (await this.#asks()))
    if (answersOf() === undefined) await this.#answerQuestions()
    await becomes(() => answersOf() !== undefined)
    await this.#pressButtonOf(step)
    this.#seen = []
    return answersOf()?.answers ?? []
  }

  async act(action: PlayerAction): Promise<void> {
    await this.#player.act(action)
  }

  takeComplaints(): readonly string[] {
    return this.#complaints.splice(0)
  }

  async leave(): Promise<void> {
    if (!this.#page) return
    const player = this.#player
    await becomes(() => player.isSaved())
    await this.#page.goto('about:blank')
    await this.#page.close()
    this.#page = undefined
  }

  #listenTo(page: Page): void {
    page.on('dialog', (dialog) => {
      const message = dialog.message()
      // The pages know the browsers of 2009.
      if (message !== 'Browser not tested.') this.#complaints.push(`a page says: ${message}`)
      void dialog.dismiss()
    })
    page.on('pageerror', ({ message }) => this.#complaints.push(`a script fails: ${message}`))
  }

  get #player(): PlayerPage {
    if (!this.#page) throw new Error('No package is open.')
    return new PlayerPage(this.#page)
  }

  #courseFrame() {
    return this.#page?.frames().find((frame) => /[?&]act=/.test(frame.url()))
  }

  async #registrationOf(packageName: string): Promise<string> {
    const found = this.#registrations.get(packageName)
    if (found) return found
    const wanted = await this.#packageCalled(packageName)
    const registration = await register(this.#server, wanted, this.learner)
    this.#registrations.set(packageName, registration)
    return registration
  }

  async #asks(): Promise<boolean> {
    const frame = this.#courseFrame()
    return frame !== undefined && (await frame.locator('#submit').isVisible())
  }

  async #answerQuestions(): Promise<void> {
    const frame = this.#courseFrame()!
    for (const [index, isSeen] of this.#seen.entries()) {
      await frame.locator(`#${isSeen ? 't' : 'f'}Radio${index}`).check()
    }
    await frame.locator('#submit').click()
  }

  /** A button of the SCO itself, which comes a while after its Terminate. */
  async #pressButtonOf({ ui }: Step): Promise<void> {
    if (!ui.some(({ check }) => questionOf(check).about === 'page')) return
    await this.#courseFrame()?.locator('#continue').click({ timeout: waitMs })
  }
}

/** Whether it comes true within ten seconds. */
async function becomes(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + waitMs
  while (!(await isSo())) {
    if (Date.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}
