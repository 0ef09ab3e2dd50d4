import { join } from 'node:path'
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { multiCourse, singleCourse } from './support/demo-courses.ts'
import { type StandIn, startStandIn } from './support/stand-in-server.ts'

const playerFolder = join(import.meta.dirname, '..', '..', 'dist', 'player')

/** What the player does when networks, servers, tabs and courses misbehave. */
describeInBrowser('the player in trouble', () => {
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

  async function open(demo = singleCourse(), more: { returnUrl?: string } = {}): Promise<Page> {
    server = await startStandIn({ demo, playerFolder, ...more })
    context = await browser.newContext({ locale: 'vi-VN' })
    return launch()
  }

  async function launch(): Promise<Page> {
    const page = await context.newPage()
    await page.goto(server.launchUrl())
    return page
  }

  const steps = () => server.taken.map(({ step }) => step.do)
  const storedValue = (activity: string, element: string) =>
    server.attempt().activities[activity]?.values[element]

  test('takes the ticket out of the address, and exposes only the API of the standard', async () => {
    const page = await open()
    const course = await courseOf(page)
    expect(new URL(page.url()).hash).toBe('')
    expect(await course.evaluate('typeof parent.API + typeof parent.API_1484_11')).toBe(
      'objectundefined',
    )
    expect(await course.evaluate('window.startedWith')).toBe('true')
  })

  test('breaks none of the rules of its own strict policy', async () => {
    server = await startStandIn({ demo: multiCourse(), playerFolder })
    context = await browser.newContext()
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(server.launchUrl())
    const course = await courseOf(page)
    await course.click('#score')
    await page.keyboard.press('Backquote')
    await page.click('.leave')
    await page.waitForSelector('.summary')
    expect(complaints).toEqual([])
  })

  test('keeps what the learner does while the server is down, and sends it without being asked', async () => {
    const page = await open()
    const course = await courseOf(page)
    await until(() => steps().length === 3)
    server.faults = { how: 'down' }
    await course.click('#score')
    await page.getByText('đang giữ 4 thay đổi trên thiết bị này').first().waitFor()
    server.faults = { how: 'busy' }
    await page.waitForTimeout(1_000)
    server.faults = {}
    await page
      .getByText(/^Đã lưu \d\d:\d\d$/)
      .first()
      .waitFor()
    expect(storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
  })

  test('takes entries once when the server’s answers are lost', async () => {
    const page = await open()
    const course = await courseOf(page)
    server.faults = { how: 'lost' }
    await course.click('#score')
    await page.waitForTimeout(1_200)
    server.faults = {}
    await page
      .getByText(/^Đã lưu \d\d:\d\d$/)
      .first()
      .waitFor()
    const numbers = server.taken.map(({ n }) => n)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })

  test('goes on after a reload, with what the course said in its unload', async () => {
    const page = await open(singleCourse({ href: 'unload.html' }))
    await courseOf(page)
    await until(() => steps().length === 3)
    await page.reload()
    const course = await courseOf(page)
    expect(await course.evaluate('window.entry')).toBe('resume')
    expect(storedValue('lesson', 'cmi.suspend_data')).toBe('from unload')
    expect(steps().filter((step) => step === 'finish')).toHaveLength(1)
  })

  test('delivers at the next launch what could not be sent when the tab was closed', async () => {
    const page = await open()
    const course = await courseOf(page)
    await until(() => steps().length === 3)
    server.faults = { how: 'down' }
    await course.click('#score')
    await page.close()
    expect(storedValue('lesson', 'cmi.core.score.raw')).toBeUndefined()
    server.faults = {}
    await courseOf(await launch())
    expect(storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
  })

  test('begins no session before it has delivered what is left, however short the trouble', async () => {
    const page = await open()
    const course = await courseOf(page)
    await until(() => steps().length === 3)
    server.faults = { how: 'down' }
    await course.click('#score')
    await page.close()
    server.faults = { how: 'busy', at: '/_rt/commits' }
    const next = await launch()
    await until(() => server.refused('/_rt/commits') > 1)
    expect(server.begun()).toBe(1)
    server.faults = {}
    await courseOf(next)
    expect(storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
    expect(server.begun()).toBe(2)
  })

  test('does not let a journal over which the server fails keep the learner from the course', async () => {
    const page = await open()
    const course = await courseOf(page)
    await until(() => steps().length === 3)
    server.faults = { how: 'broken', at: '/_rt/commits' }
    await course.click('#score')
    await page.close()
    const next = await launch()
    await courseOf(next)
    expect(server.begun()).toBe(2)
  })

  test('opens with the link again when the answer to its use was lost, also after a reload', async () => {
    server = await startStandIn({ demo: singleCourse(), playerFolder })
    context = await browser.newContext({ locale: 'vi-VN' })
    server.faults = { how: 'lost', at: '/_rt/sessions' }
    const page = await launch()
    await until(() => server.begun() > 0)
    await page.reload()
    await until(() => server.begun() > 1)
    server.faults = {}
    const course = await courseOf(page)
    await course.click('#score')
    await until(() => storedValue('lesson', 'cmi.core.score.raw') === '85')
    await page.reload()
    await courseOf(page)
    await until(() => steps().filter((step) => step === 'initialize').length === 2)
  })

  test('opens another link that is put into the address of the same tab', async () => {
    const page = await open()
    await courseOf(page)
    await page.evaluate(`location.assign(${JSON.stringify(server.launchUrl())})`)
    await until(() => server.begun() === 2)
    await courseOf(page)
    expect(new URL(page.url()).hash).toBe('')
  })

  test('explains a link that is damaged', async () => {
    await open()
    const page = await context.newPage()
    await page.goto(`${server.url}/_player/#half%`)
    await page.getByText('Liên kết đã dùng hoặc đã hết hạn').waitFor()
  })

  test('sends what another tab has not sent yet before it opens the course', async () => {
    const page = await open()
    const course = await courseOf(page)
    await until(() => steps().length === 3)
    await course.evaluate("void parent.API.LMSSetValue('cmi.comments', 'not urgent')")
    await courseOf(await launch())
    expect(storedValue('lesson', 'cmi.comments')).toBe('not urgent')
    await course.click('#score')
    await page.getByText('Khóa học đang mở ở nơi khác').waitFor()
  })

  describe('in a browser without locks, as on a plain http address', () => {
    beforeEach(async () => {
      server = await startStandIn({ demo: singleCourse(), playerFolder })
      context = await browser.newContext({ locale: 'vi-VN' })
      await context.addInitScript(
        "Object.defineProperty(navigator, 'locks', { value: undefined }); crypto.randomUUID = undefined",
      )
    })

    test('goes on after a reload in the middle', async () => {
      const page = await launch()
      await (await courseOf(page)).click('#score')
      await page.reload()
      const course = await courseOf(page)
      expect(await course.evaluate('[window.entry, window.bookmark].join()')).toBe('resume,1')
      expect(storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
    })

    test('sends what another tab has, and what a tab that is gone left', async () => {
      const page = await launch()
      const course = await courseOf(page)
      await until(() => steps().length === 3)
      await course.evaluate("void parent.API.LMSSetValue('cmi.comments', 'not urgent')")
      const second = await launch()
      const again = await courseOf(second)
      expect(storedValue('lesson', 'cmi.comments')).toBe('not urgent')
      await page.close()
      server.faults = { how: 'down' }
      await again.click('#score')
      await second.close()
      server.faults = {}
      await courseOf(await launch())
      expect(storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
    })
  })

  test('loads again when the browser brings a page back that it had kept', async () => {
    const page = await open()
    const course = await courseOf(page)
    await until(() => steps().length === 3)
    await course.click('#score')
    const loaded = page.waitForEvent('load')
    await page.evaluate(`for (const event of ['pagehide', 'pageshow']) {
      dispatchEvent(new PageTransitionEvent(event, { persisted: true }))
    }`)
    await loaded
    const again = await courseOf(page)
    expect(await again.evaluate('window.entry')).toBe('resume')
    expect(storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
    expect(server.begun()).toBe(1)
  })

  test('stays, and says what is in the way, when it cannot take the course back', async () => {
    const page = await open()
    const course = await courseOf(page)
    await until(() => steps().length === 3)
    server.supersede()
    await course.click('#score')
    await page.getByText('Khóa học đang mở ở nơi khác').waitFor()
    server.faults = { how: 'down' }
    await page.getByRole('button', { name: 'Tiếp tục ở đây' }).click()
    await page.getByText('Không kết nối được máy chủ').waitFor()
    server.faults = {}
    await page.getByRole('button', { name: 'Thử lại' }).click()
    await courseOf(page)
  })

  test('goes on when something on the way answers in the server’s place', async () => {
    const page = await open()
    const course = await courseOf(page)
    await until(() => steps().length === 3)
    let isBlocked = true
    await context.route('**/_rt/commits', (route) =>
      isBlocked
        ? route.fulfill({ status: 403, body: '<h1>Sign in to the network</h1>' })
        : route.continue(),
    )
    await course.click('#score')
    await page.getByText('đang giữ 4 thay đổi trên thiết bị này').first().waitFor()
    isBlocked = false
    await until(() => storedValue('lesson', 'cmi.core.score.raw') === '85')
  })

  test('stops when the course was opened elsewhere, and goes on from there when asked', async () => {
    const page = await open()
    const course = await courseOf(page)
    await until(() => steps().length === 3)
    server.supersede()
    await course.click('#score')
    await page.getByText('Khóa học đang mở ở nơi khác').waitFor()
    expect(await page.locator('iframe').count()).toBe(0)
    expect(storedValue('lesson', 'cmi.core.score.raw')).toBeUndefined()
    await page.getByRole('button', { name: 'Tiếp tục ở đây' }).click()
    const again = await courseOf(page)
    expect(await again.evaluate('window.bookmark')).toBe('1')
  })

  test('tells a duplicated tab from a reload, so that the two never mix their journals', async () => {
    const page = await open()
    await courseOf(page)
    const [copy] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate('void window.open(location.href)'),
    ])
    await copy.getByText('Khóa học đang mở ở nơi khác').waitFor()
    await copy.getByRole('button', { name: 'Tiếp tục ở đây' }).click()
    await courseOf(copy)
    await (await courseOf(page)).click('#score')
    await page.getByText('Khóa học đang mở ở nơi khác').waitFor()
  })

  test('gives a run of its own to a page that initializes although the one before did not finish', async () => {
    const page = await open()
    const course = await courseOf(page)
    await course.evaluate("void (location.href = 'second.html')")
    await page.frameLocator('iframe').getByText('Trang thứ hai').waitFor()
    await until(() => steps().filter((step) => step === 'initialize').length === 2)
    expect(steps().slice(0, 6)).toEqual([
      'open',
      'initialize',
      'set',
      'abandon',
      'open',
      'initialize',
    ])
  })

  test('moves on after a Finish; the API object of before answers as finished', async () => {
    const page = await open(multiCourse())
    const course = await courseOf(page)
    await page.evaluate('void (window.earlier = window.API)')
    await course.click('#finish')
    await page.frameLocator('iframe').getByRole('heading', { name: 'Mật khẩu mạnh' }).waitFor()
    expect(
      await page.evaluate(
        "[earlier.LMSSetValue('cmi.comments', 'x'), earlier.LMSGetLastError(), earlier.LMSGetValue('cmi.core.lesson_status'), earlier === API].join()",
      ),
    ).toBe('false,301,,false')
    expect(await page.locator('[aria-current]').getAttribute('data-activity')).toBe('passwords')
  })

  test('says why an activity is locked and does not open it; says which file is missing', async () => {
    const page = await open(multiCourse())
    await courseOf(page)
    const locked = page.locator('[data-activity=test]')
    expect(await locked.getAttribute('aria-disabled')).toBe('true')
    await locked.click({ force: true })
    await page.getByText('Cần hoàn thành trước: Mật khẩu mạnh').waitFor()
    await page.locator('[data-activity=missing]').click()
    await page.getByText('tai-liệu/mở.html').waitFor()
    expect(server.attempt().activities).not.toHaveProperty('missing')
  })

  test('leaves to a summary that says what is saved, and back to the app', async () => {
    const page = await open(singleCourse(), { returnUrl: 'http://localhost:8080/' })
    const course = await courseOf(page)
    await course.click('#score')
    await page.getByRole('button', { name: 'Rời khóa học' }).click()
    await page.getByText('Kết quả đã được lưu.').waitFor()
    await page.getByText('85/100').waitFor()
    expect(await page.getByRole('link', { name: 'Quay lại' }).getAttribute('href')).toBe(
      'http://localhost:8080/',
    )
    expect(server.commits.at(-1)?.isLeaving).toBe(true)
    expect(steps().at(-1)).toBe('abandon')
  })

  test('explains a used link, and waits for a server that is down at the start', async () => {
    const page = await open()
    await courseOf(page)
    const used = await context.newPage()
    await used.goto(`${server.url}/_player/#used-ticket`)
    await used.getByText('Liên kết đã dùng hoặc đã hết hạn').waitFor()
    await page.close()
    server.faults = { how: 'down' }
    const late = await launch()
    await late.getByText('Không kết nối được máy chủ').waitFor({ timeout: 15_000 })
    server.faults = {}
    await courseOf(late)
  })
})

async function courseOf(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe', { timeout: 10_000 })).contentFrame()
  if (frame === null) throw new Error('the frame is gone')
  await frame.waitForFunction('window.startedWith !== undefined')
  return frame
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('it never held')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
