import type { Page } from 'playwright-core'
import { lookWithAxe } from '../../support/axe.ts'
import { describeInBrowser } from '../../support/browser.ts'
import { reportFigures } from '../../support/figures.ts'
import { multiCourse } from '../support/demo-courses.ts'
import { courseOf, type PlayerStage, playerStage, until } from '../support/player-stage.ts'
import { looksOf, prepareLook } from './looks.ts'

interface State {
  readonly name: string
  /** Leads there; the page of a course that has begun unless `isUnopened`. */
  readonly act: (page: Page, stage: PlayerStage) => Promise<unknown>
  readonly isUnopened?: true
}

const goTo = (path: string) => (page: Page, stage: PlayerStage) =>
  page.goto(`${stage.server.url}/_player/${path}`).then(() => page.waitForSelector('.notice'))

const score = async (page: Page) => (await courseOf(page)).click('#score')

/** What a learner may come to see; the debugger of producers is in debugger.test.ts. */
const states: readonly State[] = [
  { name: 'running', act: courseOf },
  { name: 'contents opened or closed', act: (page) => page.keyboard.press('Alt+m') },
  { name: 'log of calls', act: (page) => page.keyboard.press('Backquote') },
  {
    name: 'menu',
    act: async (page) => {
      await page.locator('[aria-haspopup=menu]:visible').first().click()
      await page.waitForSelector('[role=menu]')
    },
  },
  {
    name: 'locked lesson',
    act: (page) => page.locator('[data-activity=test]').dispatchEvent('click'),
  },
  {
    name: 'missing file',
    act: async (page) => {
      await page.locator('[data-activity=missing]').dispatchEvent('click')
      await page.waitForSelector('.notice')
    },
  },
  {
    name: 'changes kept on the device',
    act: async (page, stage) => {
      await until(() => stage.steps().length >= 3)
      stage.server.faults = { how: 'down' }
      await score(page)
      await page.waitForTimeout(1_200)
    },
  },
  {
    name: 'taken over',
    act: async (page, stage) => {
      await until(() => stage.steps().length >= 3)
      stage.server.supersede()
      // It may be told with the answer to what it sent before, and then the course is gone from the page.
      await score(page).catch(() => undefined)
      await page.waitForSelector('dialog[open], [role=alertdialog], [role=dialog]')
    },
  },
  {
    name: 'ended',
    act: async (page) => {
      await page.locator('.leave').click()
      await page.waitForSelector('.summary')
    },
  },
  { name: 'no link', isUnopened: true, act: goTo('') },
  { name: 'refused link', isUnopened: true, act: goTo('#half%') },
  {
    name: 'server without an answer',
    isUnopened: true,
    act: async (page, stage) => {
      stage.server.faults = { how: 'broken' }
      await page.goto(stage.server.launchUrl())
      await page.waitForSelector('.notice', { timeout: 20_000 })
    },
  },
]

describeInBrowser('axe finds nothing to complain of in the player', () => {
  const stage = playerStage()
  let looked = 0
  let found = 0
  afterAll(() => reportFigures('axe player', { looked, found }))

  test.each(states.map((state, n) => [state.name, state, n] as const))(
    '%s',
    async (_name, { act, isUnopened }, n) => {
      await stage.begin(multiCourse())
      const violations: string[] = []
      for (const look of looksOf(n)) {
        stage.server.faults = {}
        const page = await stage.context.newPage()
        await prepareLook(page, look)
        if (!isUnopened) {
          await page.goto(stage.server.launchUrl())
          await courseOf(page)
        }
        await act(page, stage)
        const seen = await lookWithAxe(page, ['iframe'])
        expect(seen.rules).toBeGreaterThan(5)
        looked++
        found += seen.violations.length
        violations.push(...seen.violations.map((one) => `${Object.values(look)}: ${one}`))
        await page.close()
      }
      expect(violations).toEqual([])
    },
    120_000,
  )
})
