import type { Page } from 'playwright-core'
import { describeInBrowser } from '../support/browser.ts'
import { type DemoCourse, singleCourse } from './support/demo-courses.ts'
import { courseOf, playerStage, until } from './support/player-stage.ts'

/** A course as authors write it who want no frame around it: `begin` runs before it looks for its API. */
function courseThat(begin: string, later = ''): DemoCourse {
  const { course } = singleCourse()
  const page = `<!doctype html><title>Bài học</title><h1>Bài học</h1>
    <a id="goodbye" href="goodbye.html" target="_top">Kết thúc</a><script>
    ${begin}
    window.api = (opener ?? parent).API
    window.startedWith = api?.LMSInitialize('')
    window.entry = api?.LMSGetValue('cmi.core.entry')
    ${later}
    </script>`
  return { course, files: { 'lesson.html': page, 'goodbye.html': '<p>Tạm biệt</p>' } }
}

const refusesFrames = `if (top !== self) top.location.href = location.href`

describeInBrowser('a window of its own', () => {
  const stage = playerStage()

  /** Does something that opens the course in a window, which has begun to talk to its API. */
  const windowFrom = async (act: () => Promise<unknown>): Promise<Page> => {
    const [own] = await Promise.all([stage.context.waitForEvent('page', isPopup), act()])
    await own.waitForFunction('window.startedWith !== undefined')
    return own
  }
  const isPopup = async (page: Page) => (await page.opener()) !== null

  test('is what a course gets that refuses to be framed, and what it is opened in from then on', async () => {
    await stage.begin(courseThat(refusesFrames))
    let page!: Page
    const own = await windowFrom(async () => {
      page = await stage.launch()
    })
    expect(new URL(page.url()).pathname).toBe('/_player/')
    await page.getByText('Bài học đang mở trong cửa sổ riêng').waitFor()
    expect(await own.evaluate('startedWith')).toBe('true')
    await own.evaluate("api.LMSSetValue('cmi.core.lesson_location', '7')")
    await until(() => stage.storedValue('lesson', 'cmi.core.lesson_location') === '7')
    await own.close()
    await page.close()

    const again = await windowFrom(() => stage.launch())
    expect(await again.evaluate('startedWith')).toBe('true')
  })

  test('is offered where the browser blocks it', async () => {
    await stage.begin(courseThat(refusesFrames))
    await stage.context.addInitScript(
      'const real = window.open; window.open = () => null; window.unblock = () => { window.open = real }',
    )
    const page = await stage.launch()
    const open = page.getByRole('button', { name: 'Mở cửa sổ bài học' })
    await open.waitFor()
    expect(await page.locator('iframe').count()).toBe(0)
    await page.evaluate('unblock()')
    const own = await windowFrom(() => open.click())
    expect(await own.evaluate('startedWith')).toBe('true')
  })

  test('is what a lesson gets that breaks out in its midst: it goes on there', async () => {
    const onPress = `document.querySelector('h1').onclick = () => { ${refusesFrames} }`
    const page = await stage.open(courseThat('', onPress))
    const course = await courseOf(page)
    await course.evaluate(
      "api.LMSSetValue('cmi.core.lesson_location', '7'), api.LMSSetValue('cmi.core.exit', 'suspend')",
    )
    const own = await windowFrom(() => course.click('h1'))
    expect(await own.evaluate("entry + api.LMSGetValue('cmi.core.lesson_location')")).toBe(
      'resume7',
    )
  })

  test('is not for a course that has finished and leads to its last page: the player goes on', async () => {
    const page = await stage.open(courseThat(''))
    const course = await courseOf(page)
    await course.evaluate(
      "api.LMSSetValue('cmi.core.lesson_status', 'completed'), api.LMSFinish('')",
    )
    await course.click('#goodbye').catch(() => undefined)
    await page.locator('.summary').waitFor()
    expect(new URL(page.url()).pathname).toBe('/_player/')
    expect(page.context().pages()).toHaveLength(1)
  })
})
