import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import {
  courseFrame,
  launchLink,
  prepareCourse,
  progressOf,
  statementsOf,
  until,
  verbName,
} from '../support/courses.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { item2004, type SmallCourse2004, smallCourse2004 } from '../support/small-course-2004.ts'

/** What the player does around a SCORM 2004 course: refusals, endings, other devices, windows. */
describeInBrowser('the player of SCORM 2004', () => {
  let server: TestServer
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    server = await startServer()
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'vi-VN' })
  })
  afterEach(() => context.close())

  async function prepare(course: SmallCourse2004 = {}): Promise<string> {
    return (await prepareCourse(server, smallCourse2004(course))).registration
  }

  async function launch(registration: string, device = context): Promise<Page> {
    const page = await device.newPage()
    await page.goto(await launchLink(server, registration))
    return page
  }

  /** Opens the course; its first SCO has initialized. */
  async function open(registration: string, device = context): Promise<{ page: Page; sco: Frame }> {
    const page = await launch(registration, device)
    return { page, sco: await scoIn(page) }
  }

  async function scoIn(page: Page, name?: string): Promise<Frame> {
    await until(
      async () => page.frames().map((frame) => frame.url()),
      (urls) => urls.some((url) => url.includes(name ? `sco=${name}` : 'sco=')),
    )
    const frame = await courseFrame(page)
    await frame.waitForFunction('window.lms !== undefined')
    return frame
  }

  const entry = (page: Page, name: string) =>
    page.getByRole('treeitem', { name: new RegExp(`^${name}, `) })

  test('exposes only API_1484_11, and shows the contents below the course', async () => {
    const { page, sco } = await open(await prepare({ title: 'Phòng chống mã độc' }))
    expect(await sco.evaluate('typeof parent.API + typeof parent.API_1484_11')).toBe(
      'undefinedobject',
    )
    expect(await page.getByRole('treeitem').allTextContents()).toEqual([
      expect.stringContaining('Phòng chống mã độc'),
      expect.stringContaining('intro'),
      expect.stringContaining('quiz'),
      expect.stringMatching(/certificate.*Chưa mở/),
    ])
    expect(await entry(page, 'certificate').getAttribute('aria-disabled')).toBe('true')
  })

  test('opens what a score opens up, while the SCO still runs', async () => {
    const registration = await prepare()
    const { page } = await open(registration)
    await entry(page, 'quiz').click()
    const quiz = await scoIn(page, 'quiz')
    await quiz.evaluate("lms.SetValue('cmi.score.scaled', '0.9')")
    await until(
      () => entry(page, 'certificate').getAttribute('aria-disabled'),
      (disabled) => disabled === null,
    )
    await page.getByRole('button', { name: 'Bài tiếp: certificate' }).first().click()
    await scoIn(page, 'certificate')
    expect(await page.locator('[aria-current]').getAttribute('data-activity')).toBe('certificate')
  })

  test('keeps the lesson where Next leads nowhere, and says why; what a course asks for and cannot get ends it', async () => {
    const { page } = await open(await prepare())
    await entry(page, 'quiz').click()
    const quiz = await scoIn(page, 'quiz')
    await page.locator('.top-bar').press('Alt+ArrowRight')
    await page.locator('.toast').getByText('Bài này chưa mở cho bạn.').waitFor()
    expect(await quiz.evaluate("lms.GetValue('cmi.mode')")).toBe('normal')
    await quiz.evaluate("lms.SetValue('adl.nav.request', 'continue'), lms.Terminate('')")
    await page.getByText('Chưa chuyển bài được').waitFor()
    await entry(page, 'intro').click()
    await scoIn(page, 'intro')
  })

  test('follows what the course asks for at Terminate: on, to a target, and out', async () => {
    const registration = await prepare()
    const { page, sco } = await open(registration)
    await sco.evaluate("lms.SetValue('adl.nav.request', 'continue'), lms.Terminate('')")
    const quiz = await scoIn(page, 'quiz')
    await quiz.evaluate(
      "lms.SetValue('adl.nav.request', '{target=intro}choice'), lms.Terminate('')",
    )
    const intro = await scoIn(page, 'intro')
    await intro.evaluate("lms.SetValue('adl.nav.request', 'exitAll'), lms.Terminate('')")
    await page.getByText('Kết quả đã được lưu.').waitFor()
    await page.getByRole('button', { name: 'Học lại từ đầu' }).click()
    await scoIn(page, 'intro')
  })

  test('a request of the learner goes before what the course asks for in its unload', async () => {
    const { page, sco } = await open(await prepare())
    await sco.evaluate(`addEventListener('pagehide', () => {
      lms.SetValue('adl.nav.request', 'exitAll')
      lms.Terminate('')
    })`)
    await entry(page, 'quiz').click()
    await scoIn(page, 'quiz')
  })

  test('suspends when the learner leaves, and goes on with every value on another device; the first one stops', async () => {
    const registration = await prepare()
    const { page, sco } = await open(registration)
    const data = bigVietnameseText()
    await sco.evaluate(`lms.SetValue('cmi.suspend_data', ${JSON.stringify(data)})`)
    await sco.evaluate("lms.SetValue('cmi.location', 'trang-7')")
    await page.getByRole('button', { name: 'Rời khóa học' }).click()
    await page.getByText('Kết quả đã được lưu.').waitFor()

    const device = await browser.newContext({ locale: 'vi-VN' })
    const second = await open(registration, device)
    expect(
      await second.sco.evaluate(
        "['cmi.entry', 'cmi.location'].map((name) => lms.GetValue(name)).join()",
      ),
    ).toBe('resume,trang-7')
    expect((await second.sco.evaluate("lms.GetValue('cmi.suspend_data')")) === data).toBe(true)

    // Recorded before the first device takes the course back.
    const verbsNow = async () => (await statementsOf(server, registration)).map(verbName)
    await until(verbsNow, (verbs) => verbs.includes('resumed'))
    await page.getByRole('button', { name: 'Học tiếp' }).click()
    await page.getByText('Khóa học đang mở ở nơi khác').waitFor()
    await page.getByRole('button', { name: 'Tiếp tục ở đây' }).click()
    await scoIn(page)
    await second.sco.evaluate("lms.SetValue('cmi.location', 'trang-8')")
    await second.page.getByText('Khóa học đang mở ở nơi khác').waitFor()
    expect(await verbsNow()).toEqual(
      expect.arrayContaining(['initialized', 'suspended', 'resumed']),
    )
    await device.close()
  })

  test('keeps what a superseded window could not record, and lets the learner take it', async () => {
    const registration = await prepare()
    const { page, sco } = await open(registration)
    await page.route('**/_rt/**', (route) => route.abort())
    await sco.evaluate("lms.SetValue('cmi.location', 'chưa gửi')")
    const device = await browser.newContext({ locale: 'vi-VN' })
    await open(registration, device)
    await page.unroute('**/_rt/**')
    await sco.evaluate("lms.SetValue('cmi.location', 'vẫn chưa gửi')")
    await page.getByText('Khóa học đang mở ở nơi khác').waitFor({ timeout: 40_000 })
    await page.getByRole('button', { name: 'Tiếp tục ở đây' }).click()
    await scoIn(page)
    await page.getByRole('button', { name: 'Thao tác khác' }).click()
    await page.getByRole('menuitem', { name: /không được ghi nhận/ }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Tải xuống' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^hocba-.*\.json$/)
    await device.close()
  }, 60_000)

  test('ends a lesson and a course from the menu, the course only after a question', async () => {
    const registration = await prepare()
    const { page } = await open(registration)
    const choose = async (name: string) => {
      await page.getByRole('button', { name: 'Thao tác khác' }).click()
      await page.getByRole('menuitem', { name }).click()
    }
    await choose('Kết thúc bài học')
    await page.getByText('Hãy nhấn “Tiếp”, hoặc chọn bài trong mục lục.').waitFor()
    await page.getByRole('button', { name: 'Bài tiếp: quiz' }).first().click()
    await scoIn(page, 'quiz')
    await choose('Kết thúc khóa học')
    await page.getByRole('dialog').getByRole('button', { name: 'Học tiếp' }).click()
    await choose('Kết thúc khóa học')
    await page.getByRole('dialog').getByRole('button', { name: 'Kết thúc khóa học' }).click()
    await page.getByText('Kết quả đã được lưu.').waitFor()
    const { activities } = await progressOf(server, registration)
    expect(activities.map(({ completion }) => completion)).toEqual([
      'completed',
      'completed',
      'not-attempted',
    ])
  })

  test('hides what the package hides, but never the way out', async () => {
    const hidden = ['continue', 'previous', 'exit', 'exitAll', 'suspendAll']
      .map((name) => `<adlnav:hideLMSUI>${name}</adlnav:hideLMSUI>`)
      .join('')
    const inner = `<adlnav:presentation><adlnav:navigationInterface>${hidden}</adlnav:navigationInterface></adlnav:presentation>`
    const { page } = await open(
      await prepare({ items: item2004('one', { inner }) + item2004('two') }),
    )
    for (const control of ['continue', 'previous']) {
      expect(await page.locator(`.steps [data-control=${control}]`).isVisible()).toBe(false)
    }
    await page.getByRole('button', { name: 'Thao tác khác' }).click()
    for (const control of ['exit', 'exitAll', 'suspendAll']) {
      expect(await page.locator(`[role=menuitem][data-control=${control}]`).count()).toBe(0)
    }
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Rời khóa học' }).click()
    await page.getByText('Kết quả đã được lưu.').waitFor()
  })

  test('runs lessons in a window of their own; closed by the learner, it can be opened again where it was', async () => {
    const registration = await prepare()
    const { page } = await open(registration)
    await page.getByRole('button', { name: 'Thao tác khác' }).click()
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('menuitem', { name: /cửa sổ riêng/ }).click(),
    ])
    await popup.waitForFunction('window.lms !== undefined')
    await page.getByText('Bài học đang mở trong cửa sổ riêng').waitFor()
    expect(await popup.evaluate("lms.SetValue('cmi.location', 'trang-3')")).toBe('true')
    await entry(page, 'quiz').click()
    await popup.waitForURL(/sco=quiz/)
    await popup.waitForFunction("window.lms?.GetValue('cmi.mode') === 'normal'")
    await popup.evaluate("lms.SetValue('cmi.location', 'trang-5')")
    await popup.close()
    await page.getByText('Cửa sổ bài học đã đóng').waitFor()
    const [again] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Mở lại bài' }).click(),
    ])
    await again.waitForFunction("window.lms?.GetValue('cmi.location') === 'trang-5'")
  })

  test('offers a button where the browser blocks the window', async () => {
    const registration = await prepare()
    const first = await open(registration)
    await first.page.evaluate(`localStorage.setItem('hocba.place.${registration}', 'window')`)
    await context.addInitScript(
      'const real = window.open; window.open = () => null; window.unblock = () => { window.open = real }',
    )
    const page = await launch(registration)
    await page.getByText('Trình duyệt đã chặn cửa sổ bài học').waitFor()
    await page.evaluate('unblock()')
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Mở cửa sổ bài học' }).click(),
    ])
    await popup.waitForFunction("window.lms?.GetValue('cmi.mode') === 'normal'")
  })

  test('a package whose attempts are used up says so instead of starting again', async () => {
    const limit = '<imsss:limitConditions attemptLimit="1"/>'
    const { page, sco } = await open(
      await prepare({ rootSequencing: `<imsss:controlMode choice="true" flow="true"/>${limit}` }),
    )
    await sco.evaluate("lms.SetValue('adl.nav.request', 'exitAll'), lms.Terminate('')")
    await page.getByText('Bạn đã dùng hết số lần học cho phép của khóa học này.').waitFor()
    expect(await page.getByRole('button', { name: 'Học lại từ đầu' }).count()).toBe(0)
  })
})

/** 300 KB in UTF-8, with every Vietnamese vowel and what is beyond the basic plane. */
function bigVietnameseText(): string {
  const line = 'Kỹ năng số – ăâđêôơư ằẳẵắặ ềểễếệ ồổỗốộ ờởỡớợ ừửữứự 🏛️ "\\\n'
  const bytes = new TextEncoder().encode(line).length
  return line.repeat(Math.ceil((300 * 1024) / bytes))
}
