import type { Browser, Page } from 'playwright-core'
import { lookWithAxe } from '../../support/axe.ts'
import { describeInBrowser, openChromium } from '../../support/browser.ts'
import { courseFrame, uploadPackage } from '../../support/courses.ts'
import { reportFigures } from '../../support/figures.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { smallCourse2004 } from '../../support/small-course-2004.ts'
import { looksOf, prepareLook } from './looks.ts'

describeInBrowser('axe finds nothing to complain of in the debugger of a try-out', () => {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    server = await startServer()
    browser = await openChromium()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function tryOut(page: Page, id: string): Promise<void> {
    const answer = await server.request('POST', `/api/v1/packages/${id}/trials`, {})
    await page.goto(((await answer.json()) as { launchUrl: string }).launchUrl)
    await page.locator('.debugger').waitFor({ state: 'attached' })
    // On a phone it is closed at first.
    if (!(await page.locator('.debugger').isVisible())) await page.keyboard.press('Backquote')
    await page.locator('.debugger').waitFor()
    const sco = await courseFrame(page)
    await sco.waitForFunction('window.lms !== undefined')
    await sco.evaluate("lms.SetValue('cmi.score.scaled', 'tám mươi')")
  }

  test('in each of its tabs, and in what stands around it', async () => {
    const { package: id } = await uploadPackage(server, smallCourse2004())
    const violations: string[] = []
    let looked = 0
    for (const look of looksOf(1)) {
      const context = await browser.newContext()
      const page = await context.newPage()
      await prepareLook(page, look)
      await tryOut(page, id)
      const tabs = await page.locator('.debugger [role=tab]').all()
      expect(tabs.length).toBeGreaterThan(4)
      for (const tab of tabs) {
        await tab.click()
        const name = await tab.innerText()
        const seen = await lookWithAxe(page, ['iframe'])
        looked++
        violations.push(...seen.violations.map((one) => `${name} ${Object.values(look)}: ${one}`))
      }
      await context.close()
    }
    reportFigures('axe player', { looked, found: violations.length })
    expect(violations).toEqual([])
  }, 180_000)
})
