import { join } from 'node:path'
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'
import { openChromium } from '../../support/browser.ts'
import { type DemoCourse, singleCourse } from './demo-courses.ts'
import { type StandIn, startStandIn } from './stand-in-server.ts'

const playerFolder = join(import.meta.dirname, '..', '..', '..', 'dist', 'player')

/** A browser and, for each test, a stand-in server and a device that never saw it. */
export interface PlayerStage {
  readonly server: StandIn
  /** The device. */
  readonly context: BrowserContext
  begin(demo?: DemoCourse, more?: { returnUrl?: string }): Promise<void>
  /** Begins, and launches. */
  open(demo?: DemoCourse, more?: { returnUrl?: string }): Promise<Page>
  /** A tab with a fresh link. */
  launch(): Promise<Page>
  /** What the journal entries that the server took do. */
  steps(): string[]
  /** A value of an activity as the server has it. */
  storedValue(activity: string, element: string): string | undefined
}

/** To be called in a `describe`: opens and closes what its tests need. */
export function playerStage(): PlayerStage {
  let browser: Browser
  let context: BrowserContext
  let server: StandIn

  beforeAll(async () => {
    browser = await openChromium()
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    await context.close()
    await server.stop()
  })

  const begin: PlayerStage['begin'] = async (demo = singleCourse(), more = {}) => {
    server = await startStandIn({ demo, playerFolder, ...more })
    context = await browser.newContext({ locale: 'vi-VN' })
  }
  const launch = async () => {
    const page = await context.newPage()
    await page.goto(server.launchUrl())
    return page
  }
  return {
    get server() {
      return server
    },
    get context() {
      return context
    },
    begin,
    launch,
    async open(demo, more) {
      await begin(demo, more)
      return launch()
    },
    steps: () => server.taken.map(({ step }) => step.do),
    storedValue: (activity, element) => server.attempt().activities[activity]?.values[element],
  }
}

/** The course in a page's frame, once its script has initialized. */
export async function courseOf(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe', { timeout: 10_000 })).contentFrame()
  if (frame === null) throw new Error('the frame is gone')
  await frame.waitForFunction('window.startedWith !== undefined')
  return frame
}

/** Waits until it holds; fails after five seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('it never held')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
