import { describeInBrowser } from '../support/browser.ts'
import { multiCourse, singleCourse } from './support/demo-courses.ts'
import { courseOf, playerStage, until } from './support/player-stage.ts'

/** What the player does when networks, servers and courses misbehave. */
describeInBrowser('the player in trouble', () => {
  const stage = playerStage()

  test('breaks none of the rules of its own strict policy', async () => {
    await stage.begin(multiCourse())
    const page = await stage.context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(stage.server.launchUrl())
    const course = await courseOf(page)
    await course.click('#score')
    await page.keyboard.press('Backquote')
    await page.click('.leave')
    await page.waitForSelector('.summary')
    expect(complaints).toEqual([])
  })

  test('keeps what the learner does while the server is down, and sends it without being asked', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    await until(() => stage.steps().length === 3)
    stage.server.faults = { how: 'down' }
    await course.click('#score')
    await page.getByText('đang giữ 4 thay đổi trên thiết bị này').first().waitFor()
    stage.server.faults = { how: 'busy' }
    await page.waitForTimeout(1_000)
    stage.server.faults = {}
    await page
      .getByText(/^Đã lưu \d\d:\d\d$/)
      .first()
      .waitFor()
    expect(stage.storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
  })

  test('takes entries once when the server’s answers are lost', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    stage.server.faults = { how: 'lost' }
    await course.click('#score')
    await page.waitForTimeout(1_200)
    stage.server.faults = {}
    await page
      .getByText(/^Đã lưu \d\d:\d\d$/)
      .first()
      .waitFor()
    const numbers = stage.server.taken.map(({ n }) => n)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })

  test('stays, and says what is in the way, when it cannot take the course back', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    await until(() => stage.steps().length === 3)
    stage.server.supersede()
    await course.click('#score')
    await page.getByText('Khóa học đang mở ở nơi khác').waitFor()
    stage.server.faults = { how: 'down' }
    await page.getByRole('button', { name: 'Tiếp tục ở đây' }).click()
    await page.getByText('Không kết nối được với máy chủ').waitFor()
    stage.server.faults = {}
    await page.getByRole('button', { name: 'Thử lại' }).click()
    await courseOf(page)
  })

  test('goes on when something on the way answers in the server’s place', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    await until(() => stage.steps().length === 3)
    let isBlocked = true
    await stage.context.route('**/_rt/commits', (route) =>
      isBlocked
        ? route.fulfill({ status: 403, body: '<h1>Sign in to the network</h1>' })
        : route.continue(),
    )
    await course.click('#score')
    await page.getByText('đang giữ 4 thay đổi trên thiết bị này').first().waitFor()
    isBlocked = false
    await until(() => stage.storedValue('lesson', 'cmi.core.score.raw') === '85')
  })

  test('stops when the course was opened elsewhere, and goes on from there when asked', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    await until(() => stage.steps().length === 3)
    stage.server.supersede()
    await course.click('#score')
    await page.getByText('Khóa học đang mở ở nơi khác').waitFor()
    expect(await page.locator('iframe').count()).toBe(0)
    expect(stage.storedValue('lesson', 'cmi.core.score.raw')).toBeUndefined()
    await page.getByRole('button', { name: 'Tiếp tục ở đây' }).click()
    const again = await courseOf(page)
    expect(await again.evaluate('window.bookmark')).toBe('1')
  })

  test('gives a run of its own to a page that initializes although the one before did not finish', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    await course.evaluate("void (location.href = 'second.html')")
    await page.frameLocator('iframe').getByText('Trang thứ hai').waitFor()
    await until(() => stage.steps().filter((step) => step === 'initialize').length === 2)
    expect(stage.steps().slice(0, 6)).toEqual([
      'open',
      'initialize',
      'set',
      'abandon',
      'open',
      'initialize',
    ])
  })

  test('moves on after a Finish; the API object of before answers as finished', async () => {
    const page = await stage.open(multiCourse())
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
    const page = await stage.open(multiCourse())
    await courseOf(page)
    const locked = page.locator('[data-activity=test]')
    expect(await locked.getAttribute('aria-disabled')).toBe('true')
    await locked.click({ force: true })
    await page.getByText('Cần hoàn thành trước: Mật khẩu mạnh').waitFor()
    await page.locator('[data-activity=missing]').click()
    await page.getByText('tai-liệu/mở.html').waitFor()
    expect(stage.server.attempt().activities).not.toHaveProperty('missing')
  })

  test('leaves to a summary that says what is saved, and back to the app', async () => {
    const page = await stage.open(singleCourse(), { returnUrl: 'http://localhost:8080/' })
    const course = await courseOf(page)
    await course.click('#score')
    await page.getByRole('button', { name: 'Rời khóa học' }).click()
    await page.getByText('Kết quả đã được lưu.').waitFor()
    await page.getByText('85/100').waitFor()
    expect(await page.getByRole('link', { name: 'Quay lại' }).getAttribute('href')).toBe(
      'http://localhost:8080/',
    )
    expect(stage.server.commits.at(-1)?.isLeaving).toBe(true)
    expect(stage.steps().at(-1)).toBe('abandon')
  })
})
