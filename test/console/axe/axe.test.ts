import type { Browser, BrowserContext, Page } from 'playwright-core'
import { lookWithAxe } from '../../support/axe.ts'
import { describeInBrowser, openChromium } from '../../support/browser.ts'
import { reportFigures } from '../../support/figures.ts'
import { type Fixture, newFixture } from '../fixture-api.ts'
import * as data from '../fixture-data.ts'
import { type FixtureServer, startFixtureServer } from '../fixture-server.ts'
import { consoleRoutes } from './routes.ts'
import { furtherVisits, type Visit, visits } from './visits.ts'

const isLong = process.env.HOCBA_TEST_AXE === 'long'
const languages = ['vi', 'en'] as const
const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const

/** Each page at both sizes, in both themes and both languages; in the short form one of these eight in turn. */
const looks = [
  { size: 'wide', theme: 'light' },
  { size: 'phone', theme: 'dark' },
  { size: 'wide', theme: 'dark' },
  { size: 'phone', theme: 'light' },
] as const
type Look = (typeof looks)[number]

/** Parameters that choose among what a page lists: nothing else is drawn for them. */
const filters = new Set(
  [
    'q',
    'completion',
    'success',
    'evidence',
    'package',
    'learner',
    'since',
    'about',
    'actor',
    'operation',
  ].concat(['kind', 'order', 'which', 'version', 'severity', 'trial', 'to', 'standing', 'home']),
)

const routes = consoleRoutes()
const ofRoutes = routes.map(({ path }) => visits[path] ?? [])

const all = (): Visit[] => [...ofRoutes.flat(), ...furtherVisits]

/** What each page shows where there is nothing, and where the server fails. */
const plain = (): Visit[] =>
  ofRoutes.flatMap(([first]) =>
    first && first.server === undefined
      ? (['empty', 'broken'] as const).map((mode) => ({ ...first, server: { mode }, name: mode }))
      : [],
  )

const nameOf = ({ path, name }: Visit): string => (name === undefined ? path : `${path} ${name}`)

describe('the pages that axe looks at', () => {
  test('are all that the console has', () => {
    expect(routes.length).toBeGreaterThan(15)
    expect(routes.filter(({ path }) => !visits[path]?.length)).toEqual([])
  })

  test('are seen with each parameter that opens something', () => {
    const unseen = routes.flatMap(({ path, search }) => {
      const seen = (visits[path] ?? []).map((visit) => visit.path)
      return search
        .filter((name) => !filters.has(name))
        .filter((name) => !seen.some((each) => new RegExp(`[?&]${name}=`).test(each)))
        .map((name) => `${path}?${name}`)
    })
    expect(unseen).toEqual([])
  })
})

describeInBrowser('axe finds nothing to complain of in the console', () => {
  let server: FixtureServer
  let browser: Browser
  let context: BrowserContext
  let looked = 0
  let found = 0

  beforeAll(async () => {
    server = await startFixtureServer()
    browser = await openChromium()
    context = await browser.newContext({ reducedMotion: 'reduce' })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    reportFigures('axe console', { looked, found })
  })

  const open = async (visit: Visit, language: string, { size, theme }: Look): Promise<Page> => {
    Object.assign(server.fixture, newFixture(), visit.server satisfies Partial<Fixture> | undefined)
    const page = await context.newPage()
    await page.clock.setFixedTime(data.now)
    // All of it before the page is there: colours that change take their time.
    await page.setViewportSize(sizes[size])
    await page.addInitScript(
      `localStorage.setItem('hocba.language', '${language}'); localStorage.setItem('hocba.theme', '${theme}')`,
    )
    await page.goto(server.url + visit.path)
    await page.locator('h1, h2').first().waitFor()
    await page.locator('.animate-shimmer.bg-line\\/80').first().waitFor({ state: 'detached' })
    await visit.act?.(page)
    return page
  }

  const look = async (visit: Visit, language: string, at: readonly Look[]): Promise<string[]> => {
    const violations: string[] = []
    for (const each of at) {
      const page = await open(visit, language, each)
      const seen = await lookWithAxe(page)
      expect(seen.rules).toBeGreaterThan(5)
      looked++
      found += seen.violations.length
      violations.push(
        ...seen.violations.map((one) => `${each.size} ${each.theme} ${language}: ${one}`),
      )
      await page.close()
    }
    return violations
  }

  test.each([...all(), ...plain()].map((visit, n) => [nameOf(visit), visit, n] as const))(
    '%s',
    async (_name, visit, n) => {
      const violations: string[] = []
      for (const language of isLong ? languages : [languages[n % 2]!]) {
        const at = isLong ? looks : [looks[Math.floor(n / 2) % 4]!]
        violations.push(...(await look(visit, language, at)))
      }
      expect(violations).toEqual([])
    },
    120_000,
  )
})
