import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openChromium } from '../support/browser.ts'
import { newFixture } from './fixture-api.ts'
import * as data from './fixture-data.ts'
import { type FixtureServer, startFixtureServer } from './fixture-server.ts'

/** A page of the console over the fixture server, new for each test; its clock stands still at the fixture's day. */
export interface ConsoleBrowser {
  readonly server: FixtureServer
  readonly page: Page
  /** Errors of scripts, and of the content security policy. */
  readonly complaints: readonly string[]
  /** Goes there, and waits until nothing is loading any more. */
  readonly open: (path: string) => Promise<void>
  /** The page's address: one parameter of it. */
  readonly parameter: (name: string) => string | null
}

/** Call it inside `describe`: it starts and stops everything around the tests. */
export function useConsole(): () => ConsoleBrowser {
  let server: FixtureServer
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    server = await startFixtureServer()
    browser = await openChromium()
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  beforeEach(async () => {
    Object.assign(server.fixture, newFixture())
    server.followed.length = 0
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    await page.clock.setFixedTime(data.now)
    complaints = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy|Warning:|Encountered/.test(message.text()))
        complaints.push(message.text())
    })
  })

  afterEach(async () => {
    expect(complaints).toEqual([])
    await context.close()
  })

  return () => ({
    server,
    page,
    complaints,
    open: async (path) => {
      await page.goto(server.url + path)
      await page.locator('h1, h2').first().waitFor()
      await page.locator('.animate-shimmer.bg-line\\/80').first().waitFor({ state: 'detached' })
    },
    parameter: (name) => new URL(page.url()).searchParams.get(name),
  })
}
