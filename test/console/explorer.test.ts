import { describeInBrowser } from '../support/browser.ts'
import { useConsole } from './console-browser.ts'
import * as data from './fixture-data.ts'
import { confirming, voided, voiding } from './fixture-statements.ts'

const learner = data.learners.find(({ name }) => name === 'Đặng Thị Dung')!
const verb = (name: string): string => `http://adlnet.gov/expapi/verbs/${name}`

describeInBrowser('the statement explorer', () => {
  const console = useConsole()

  test('finds a person without accents, and anybody by an e-mail address', async () => {
    const { open, page, parameter } = console()
    await open('/statements')
    await page.getByRole('button', { name: 'Người', exact: true }).click()
    await page.keyboard.type('dang thi dung')
    await page.getByRole('option', { name: /Đặng Thị Dung/ }).click()
    await page.waitForURL(/learner=/)
    expect(parameter('learner')).toBe(learner.id)
    await page.getByRole('button', { name: /^Người: Đặng Thị Dung/ }).click()
    await page.keyboard.type('khach@example.org')
    await page.getByRole('button', { name: 'Dùng “khach@example.org”' }).click()
    await page.waitForURL(/agent=/)
    expect(parameter('agent')).toBe('{"mbox":"mailto:khach@example.org"}')
    expect(parameter('learner')).toBe(null)
  })

  test('finds a verb by its words without accents, and takes any IRI', async () => {
    const { open, page, parameter } = console()
    await open('/statements')
    await page.getByRole('button', { name: 'Động từ', exact: true }).click()
    await page.keyboard.type('hoan thanh')
    await page.keyboard.press('Enter')
    await page.waitForURL(/verb=/)
    expect(parameter('verb')).toBe(verb('completed'))
    await page.getByRole('button', { name: /^Động từ: đã hoàn thành/ }).click()
    await page.keyboard.type('https://example.org/verbs/da-tai-ve')
    await page.getByRole('button', { name: /^Dùng “https:/ }).click()
    await page.getByText('đã tải về').first().waitFor()
  })

  test('leads from a package to one of its parts', async () => {
    const { open, page, parameter } = console()
    await open('/statements')
    await page.getByRole('button', { name: 'Đối tượng', exact: true }).click()
    await page.keyboard.type('an toan thong tin')
    await page.getByRole('option', { name: /An toàn thông tin/ }).click()
    await page.getByRole('button', { name: 'Thể thức văn bản', exact: true }).click()
    await page.waitForURL(/activity=/)
    expect(parameter('activity')).toMatch(
      new RegExp(`/activities/packages/${data.packages[1]!.id}/items/I_SCO1$`),
    )
    await page.getByRole('button', { name: /^Đối tượng: Thể thức văn bản/ }).waitFor()
  })

  test('filters by any value of an open statement, alone or beside the others', async () => {
    const { open, page, parameter } = console()
    const row = data.statements[4]!
    await open(`/statements?verb=${encodeURIComponent(row.verb.id)}&open=${row.id}`)
    const panel = page.getByRole('complementary', { name: 'Bản ghi' })
    await panel.getByRole('button', { name: row.actor.name, exact: true }).click()
    await page.getByRole('menuitem', { name: 'Thêm vào bộ lọc' }).click()
    await page.waitForURL(/learner=/)
    expect([parameter('verb'), parameter('open')]).toEqual([row.verb.id, row.id])
    await panel
      .getByRole('button', { name: 'LMS của Sở Nội vụ', exact: true })
      .or(panel.getByRole('button', { name: 'Storyline – phòng Đào tạo', exact: true }))
      .click()
    await page.getByRole('menuitem', { name: 'Chỉ lọc theo giá trị này' }).click()
    await page.waitForURL(/key=/)
    expect([parameter('verb'), parameter('learner')]).toEqual([null, null])
  })

  test('filters by result, and says so in the xAPI request', async () => {
    const { open, page, parameter } = console()
    await open('/statements')
    await page.getByRole('button', { name: 'Kết quả', exact: true }).click()
    await page.getByLabel('Đạt / đúng').selectOption('false')
    await page.getByRole('button', { name: 'Lọc', exact: true }).click()
    await page.waitForURL(/success=false/)
    await page.getByText('đã tạm dừng').first().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'xAPI', exact: true }).click()
    await page.getByText('xAPI không có tham số cho: Đạt / không đạt').waitFor()
    expect(parameter('success')).toBe('false')
  })

  test('leaves a verb out, in the list, the export and the counts', async () => {
    const { open, page, parameter, server } = console()
    await open('/statements')
    const chips = page.locator('[data-statement-filters]')
    await page.getByText('đã hoàn thành').first().waitFor()
    const row = page.locator('li, [role=row]').filter({ hasText: 'đã hoàn thành' }).first()
    await row.hover()
    await page.getByRole('button', { name: 'Lọc theo giá trị của bản ghi này' }).first().click()
    await page.getByRole('menuitem', { name: 'Loại trừ giá trị này' }).nth(1).click()
    await page.waitForURL(/notVerb=/)
    const left = parameter('notVerb')!
    await chips.getByText('Trừ động từ:').waitFor()
    await page.getByRole('button', { name: 'Xuất' }).click()
    const href = await page.getByRole('menuitem', { name: 'CSV cho Excel' }).getAttribute('href')
    expect(new URL(href!, server.url).searchParams.get('notVerb')).toBe(left)
    await page.keyboard.press('Escape')
    await chips.getByRole('button', { name: 'Bỏ điều kiện Trừ động từ' }).click()
    await page.waitForURL((url) => !url.searchParams.has('notVerb'))
  })

  test('keeps filters by name in the browser, renames and deletes them', async () => {
    const { open, page, parameter } = console()
    await open(`/statements?verb=${encodeURIComponent(verb('completed'))}`)
    const menu = page.getByRole('button', { name: 'Bộ lọc đã lưu' })
    await menu.click()
    await page.getByRole('menuitem', { name: 'Lưu bộ lọc hiện tại' }).click()
    await page.getByRole('textbox', { name: 'Tên' }).fill('Đã xong')
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await open('/statements')
    await menu.click()
    await page.getByRole('menuitem', { name: 'Đã xong' }).click()
    await page.waitForURL(/verb=/)
    expect(parameter('verb')).toBe(verb('completed'))
    await menu.click()
    await page.getByRole('menuitem', { name: 'Đổi tên hoặc xóa…' }).click()
    await page.getByRole('button', { name: 'Đổi tên Đã xong' }).click()
    await page.getByRole('textbox', { name: 'Tên' }).fill('Hoàn thành tháng này')
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByRole('button', { name: 'Xóa Hoàn thành tháng này' }).click()
    await page.getByText('Trình duyệt này chưa lưu bộ lọc nào.').waitFor()
  })

  test('shows the plain xAPI request, and exports the same', async () => {
    const { open, page, server } = console()
    const activity = 'https://example.org/a b'
    await open(
      `/statements?learner=${learner.id}&activity=${encodeURIComponent(activity)}&since=2026-11-01T00:00:00.000Z`,
    )
    await page.getByRole('button', { name: 'xAPI', exact: true }).click()
    const text = await page.getByRole('dialog').locator('code').first().innerText()
    const url = new URL(text)
    expect([url.pathname, text.includes('+'), Object.fromEntries(url.searchParams)]).toEqual([
      '/xapi/statements',
      false,
      {
        agent: JSON.stringify({ account: { homePage: server.url, name: learner.id } }),
        activity,
        related_activities: 'true',
        since: '2026-11-01T00:00:00.000Z',
      },
    ])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Xuất' }).click()
    const href = await page.getByRole('menuitem', { name: 'CSV cho Excel' }).getAttribute('href')
    const file = new URL(href!, server.url)
    expect(file.pathname).toBe('/api/v1/exports/statements.csv')
    expect(file.searchParams.get('agent')).toBe(url.searchParams.get('agent'))
    expect(file.searchParams.get('separator')).toBe(';')
  })

  test('zooms by dragging over the histogram, by keyboard, and out again', async () => {
    const { open, page, parameter } = console()
    await open('/statements')
    const chart = page.getByRole('group', { name: 'Số bản ghi theo thời gian' })
    const box = (await chart.boundingBox())!
    const at = (day: number) => box.x + ((day + 0.5) / 30) * box.width
    await page.mouse.move(at(27), box.y + 30)
    await page.mouse.down()
    await page.mouse.move(at(28), box.y + 30, { steps: 4 })
    await page.getByText(/^19\/11\/2026 – 20\/11\/2026 ·/).waitFor()
    await page.mouse.up()
    await page.waitForURL(/since=/)
    expect([parameter('since'), parameter('until')]).toEqual([
      '2026-11-18T17:00:00.000Z',
      '2026-11-20T17:00:00.000Z',
    ])
    await page.getByText('08:00', { exact: true }).first().waitFor()
    await chart.focus()
    for (const key of ['ArrowRight', 'Shift+ArrowRight', 'Enter']) await page.keyboard.press(key)
    await page.waitForURL(/until=2026-11-18T19/)
    await page.getByRole('button', { name: 'Thu nhỏ: gấp đôi khoảng thời gian' }).click()
    await page.waitForURL(/until=2026-11-18T20/)
  })

  test('says the histogram in a table, whose numbers lead to their statements', async () => {
    const { open, page, parameter } = console()
    await open('/statements')
    await page.getByRole('button', { name: 'Xem bảng' }).click()
    const line = page.getByRole('row', { name: /20\/11\/2026/ })
    const count = Number(await line.getByRole('button').innerText())
    expect(count).toBeGreaterThan(50)
    await line.getByRole('button').click()
    await page.waitForURL(/since=/)
    expect(parameter('since')).toBe('2026-11-19T17:00:00.000Z')
    await page.getByText(`${count} bản ghi`).first().waitFor()
  })

  test('opens a shared statement that is in no list, with what voids it and its files', async () => {
    const { open, page, parameter, server } = console()
    await open(`/statements?open=${voided.id}`)
    const panel = page.getByRole('complementary', { name: 'Bản ghi' })
    await panel.getByText('Đã bị vô hiệu hóa').waitFor()
    const file = panel.getByRole('link', { name: 'Tải xuống Bài thu hoạch.pdf' })
    expect(new URL((await file.getAttribute('href'))!, server.url).pathname).toMatch(
      `/api/v1/statements/${voided.id}/attachments/`,
    )
    // Of files elsewhere only those on the web: another scheme would start a program of the reader's.
    await panel.getByText('search-ms:query=a').first().waitFor()
    const elsewhere = await panel.locator('a[target=_blank]').all()
    expect(await Promise.all(elsewhere.map((link) => link.getAttribute('href')))).toEqual([
      'https://files.example.org/a',
    ])
    await panel
      .getByRole('button', { name: /Lê Quang Vinh/ })
      .first()
      .click()
    await page.waitForURL(new RegExp(voiding.id))
    await panel.getByText('Vô hiệu hóa bản ghi').waitFor()
    expect(parameter('open')).toBe(voiding.id)
  })

  test('leads from a statement to the one that speaks of it', async () => {
    const { open, page } = console()
    await open(`/statements?open=${data.statements[4]!.id}`)
    await page.getByText('Được nhắc đến trong 1 bản ghi').waitFor()
    await page.getByRole('button', { name: /Lê Quang Vinh/ }).click()
    await page.waitForURL(new RegExp(confirming.id))
  })

  test('folds and searches JSON, and names the pointer of each value', async () => {
    const { open, page } = console()
    await open(`/statements?open=${data.statements[4]!.id}`)
    const panel = page.getByRole('complementary', { name: 'Bản ghi' })
    await panel.getByText('"homePage":').first().waitFor()
    await panel.getByRole('button', { name: 'actor thu gọn' }).click()
    expect(await panel.getByText('"homePage":').count()).toBe(1)
    await panel.getByLabel('Tìm trong JSON').fill('scaled')
    await panel.getByText('1 chỗ').waitFor()
    const copy = { name: 'Sao chép con trỏ /result/score/scaled' }
    expect(await panel.getByRole('button', copy).count()).toBe(1)
  })

  describe('live', () => {
    const added: string[] = []
    const store = (minutesLater: number) => {
      const stored = new Date(data.now + minutesLater * 60_000).toISOString()
      const id = `00000007-0000-4000-8000-${String(minutesLater).padStart(12, '0')}`
      added.push(id)
      data.statements.unshift({
        ...data.statements[0]!,
        id,
        stored,
        timestamp: stored,
        actor: { name: `Người mới ${minutesLater}` },
      })
    }
    afterEach(() => {
      while (added.includes(data.statements[0]!.id)) data.statements.shift()
    })

    test('shows what comes, keeps the place of a reader below, and goes on where it broke', async () => {
      const { open, page, server } = console()
      await open('/statements')
      const newest = data.statements[0]!.stored
      await page.keyboard.press('t')
      await page.waitForURL(/tail=1/)
      await page.getByText('Đang theo dõi trực tiếp').waitFor({ state: 'attached' })
      const asked = new URL(server.followed[0]!.url, server.url).searchParams
      expect(asked.get('since')).toBe(newest)
      store(1)
      server.tell()
      await page.getByText('Người mới 1').waitFor()

      await page.mouse.wheel(0, 1500)
      await page.waitForTimeout(150)
      const before = (await page.evaluate('scrollY')) as number
      store(2)
      store(3)
      server.tell()
      const jump = page.getByRole('button', { name: '2 bản ghi mới · Về trực tiếp' })
      await jump.waitFor()
      expect(await page.evaluate('scrollY')).toBe(before)
      expect(await page.getByText('Người mới 3').count()).toBe(0)
      await jump.click()
      await page.getByText('Người mới 3').waitFor()

      server.hangUp()
      await page.getByText('Đang theo dõi trực tiếp').waitFor({ state: 'attached' })
      while (server.followed.length < 2) await page.waitForTimeout(50)
      expect(server.followed[1]!.lastEventId).toBe('2')
    })

    test('says when there is no feed, and tries again', async () => {
      const { open, page, server } = console()
      server.fixture.failing.add('/feed')
      await open('/statements?tail=1')
      await page.getByText('Không mở được luồng trực tiếp.').first().waitFor()
      server.fixture.failing.clear()
      await page.getByRole('button', { name: 'Thử lại' }).click()
      await page.getByText('Đang theo dõi trực tiếp').waitFor({ state: 'attached' })
    })
  })
})
