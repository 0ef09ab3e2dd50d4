import { describeInBrowser } from '../support/browser.ts'
import { singleCourse } from './support/demo-courses.ts'
import { courseOf, playerStage, until } from './support/player-stage.ts'

/** How a session begins: by links, after reloads, beside other tabs, and after what they left on the device. */
describeInBrowser('the player opens', () => {
  const stage = playerStage()

  test('takes the ticket out of the address, and exposes only the API of the standard', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    expect(new URL(page.url()).hash).toBe('')
    expect(await course.evaluate('typeof parent.API + typeof parent.API_1484_11')).toBe(
      'objectundefined',
    )
    expect(await course.evaluate('window.startedWith')).toBe('true')
  })

  test('goes on after a reload, with what the course said in its unload', async () => {
    const page = await stage.open(singleCourse({ href: 'unload.html' }))
    await courseOf(page)
    await until(() => stage.steps().length === 3)
    await page.reload()
    const course = await courseOf(page)
    expect(await course.evaluate('window.entry')).toBe('resume')
    expect(stage.storedValue('lesson', 'cmi.suspend_data')).toBe('from unload')
    expect(stage.steps().filter((step) => step === 'finish')).toHaveLength(1)
  })

  test('delivers at the next launch what could not be sent when the tab was closed', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    await until(() => stage.steps().length === 3)
    stage.server.faults = { how: 'down' }
    await course.click('#score')
    await page.close()
    expect(stage.storedValue('lesson', 'cmi.core.score.raw')).toBeUndefined()
    stage.server.faults = {}
    await courseOf(await stage.launch())
    expect(stage.storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
  })

  test('begins no session before it has delivered what is left, however short the trouble', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    await until(() => stage.steps().length === 3)
    stage.server.faults = { how: 'down' }
    await course.click('#score')
    await page.close()
    stage.server.faults = { how: 'busy', at: '/_rt/commits' }
    const next = await stage.launch()
    await until(() => stage.server.refused('/_rt/commits') > 1)
    expect(stage.server.begun()).toBe(1)
    stage.server.faults = {}
    await courseOf(next)
    expect(stage.storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
    expect(stage.server.begun()).toBe(2)
  })

  test('does not let a journal over which the server fails keep the learner from the course', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    await until(() => stage.steps().length === 3)
    stage.server.faults = { how: 'broken', at: '/_rt/commits' }
    await course.click('#score')
    await page.close()
    const next = await stage.launch()
    await courseOf(next)
    expect(stage.server.begun()).toBe(2)
  })

  test('opens with the link again when the answer to its use was lost, also after a reload', async () => {
    await stage.begin(singleCourse())
    stage.server.faults = { how: 'lost', at: '/_rt/sessions' }
    const page = await stage.launch()
    await until(() => stage.server.begun() > 0)
    await page.reload()
    await until(() => stage.server.begun() > 1)
    stage.server.faults = {}
    const course = await courseOf(page)
    await course.click('#score')
    await until(() => stage.storedValue('lesson', 'cmi.core.score.raw') === '85')
    await page.reload()
    await courseOf(page)
    await until(() => stage.steps().filter((step) => step === 'initialize').length === 2)
  })

  test('opens another link that is put into the address of the same tab', async () => {
    const page = await stage.open()
    await courseOf(page)
    await page.evaluate(`location.assign(${JSON.stringify(stage.server.launchUrl())})`)
    await until(() => stage.server.begun() === 2)
    await courseOf(page)
    expect(new URL(page.url()).hash).toBe('')
  })

  test('explains a link that is damaged', async () => {
    await stage.open()
    const page = await stage.context.newPage()
    await page.goto(`${stage.server.url}/_player/#half%`)
    await page.getByText('Liên kết đã dùng hoặc đã hết hạn').waitFor()
  })

  test('sends what another tab has not sent yet before it opens the course', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    await until(() => stage.steps().length === 3)
    await course.evaluate("void parent.API.LMSSetValue('cmi.comments', 'not urgent')")
    await courseOf(await stage.launch())
    expect(stage.storedValue('lesson', 'cmi.comments')).toBe('not urgent')
    await course.click('#score')
    await page.getByText('Khóa học đang mở ở nơi khác').waitFor()
  })

  describe('in a browser without locks, as on a plain http address', () => {
    beforeEach(async () => {
      await stage.begin(singleCourse())
      await stage.context.addInitScript(
        "Object.defineProperty(navigator, 'locks', { value: undefined }); crypto.randomUUID = undefined",
      )
    })

    test('goes on after a reload in the middle', async () => {
      const page = await stage.launch()
      await (await courseOf(page)).click('#score')
      await page.reload()
      const course = await courseOf(page)
      expect(await course.evaluate('[window.entry, window.bookmark].join()')).toBe('resume,1')
      expect(stage.storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
    })

    test('sends what another tab has, and what a tab that is gone left', async () => {
      const page = await stage.launch()
      const course = await courseOf(page)
      await until(() => stage.steps().length === 3)
      await course.evaluate("void parent.API.LMSSetValue('cmi.comments', 'not urgent')")
      const second = await stage.launch()
      const again = await courseOf(second)
      expect(stage.storedValue('lesson', 'cmi.comments')).toBe('not urgent')
      await page.close()
      stage.server.faults = { how: 'down' }
      await again.click('#score')
      await second.close()
      stage.server.faults = {}
      await courseOf(await stage.launch())
      expect(stage.storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
    })
  })

  test('loads again when the browser brings a page back that it had kept', async () => {
    const page = await stage.open()
    const course = await courseOf(page)
    await until(() => stage.steps().length === 3)
    await course.click('#score')
    const loaded = page.waitForEvent('load')
    await page.evaluate(`for (const event of ['pagehide', 'pageshow']) {
      dispatchEvent(new PageTransitionEvent(event, { persisted: true }))
    }`)
    await loaded
    const again = await courseOf(page)
    expect(await again.evaluate('window.entry')).toBe('resume')
    expect(stage.storedValue('lesson', 'cmi.core.score.raw')).toBe('85')
    expect(stage.server.begun()).toBe(1)
  })

  test('tells a duplicated tab from a reload, so that the two never mix their journals', async () => {
    const page = await stage.open()
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

  test('explains a used link, and waits for a server that is down at the start', async () => {
    const page = await stage.open()
    await courseOf(page)
    const used = await stage.context.newPage()
    await used.goto(`${stage.server.url}/_player/#used-ticket`)
    await used.getByText('Liên kết đã dùng hoặc đã hết hạn').waitFor()
    await page.close()
    stage.server.faults = { how: 'down' }
    const late = await stage.launch()
    await late.getByText('Không kết nối được với máy chủ').waitFor({ timeout: 15_000 })
    stage.server.faults = {}
    await courseOf(late)
  })
})
