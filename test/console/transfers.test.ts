import { describeInBrowser } from '../support/browser.ts'
import { useConsole } from './console-browser.ts'
import { forwardings, imports, signingSecret, webhooks } from './fixture-transfers.ts'

describeInBrowser('webhooks and forwarding', () => {
  const console = useConsole()
  const lastWrite = () => console().server.fixture.writes.at(-1)

  test('tell how each stands, what it lags behind and what went wrong', async () => {
    const { open, page } = console()
    await open('/feeds')
    const rows = await page.getByRole('row').allInnerTexts()
    for (const [name, words] of [
      [webhooks[0]!.name, ['Đang gửi', 'đã gửi hết']],
      [webhooks[1]!.name, ['Đang lỗi', '1 giờ 30 phút', 'Nơi nhận trả lời mã 503.']],
      [webhooks[2]!.name, ['Tạm dừng']],
    ] as const)
      for (const word of words) expect(rows.find((row) => row.includes(name))).toContain(word)
    await page.getByRole('tab', { name: 'Chuyển tiếp' }).click()
    await page.getByRole('link', { name: forwardings[0]!.name }).click()
    await page.getByText(forwardings[0]!.key).waitFor()
  })

  test('a webhook is made with a filter, and its signing secret is shown this once', async () => {
    const { open, page } = console()
    await open('/feeds')
    await page.getByRole('button', { name: 'Thêm webhook' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Tên').fill('SIS')
    await dialog.getByLabel('Địa chỉ nhận').fill('https://sis.example.vn/hocba')
    await dialog.getByRole('button', { name: 'Kết quả' }).click()
    await page.getByLabel('Đạt / đúng').selectOption('false')
    await page.getByRole('button', { name: 'Lọc' }).click()
    await dialog.getByRole('radio', { name: /Bản ghi đầu tiên/ }).click()
    await dialog.getByRole('button', { name: 'Thêm webhook' }).click()
    await dialog.getByText(signingSecret).waitFor()
    expect(lastWrite()).toMatchObject({
      path: '/webhooks',
      body: {
        name: 'SIS',
        url: 'https://sis.example.vn/hocba',
        filter: { success: false },
        since: '1970-01-01T00:00:00Z',
      },
    })
    await dialog.getByRole('button', { name: 'Tôi đã lưu khóa bí mật' }).click()
    await page.getByText(signingSecret).waitFor({ state: 'detached' })
  })

  test('one is changed, and its filter only where somebody touched it', async () => {
    const { open, page } = console()
    await open(`/feeds?open=${webhooks[0]!.id}`)
    const dialog = page.getByRole('dialog')
    const name = dialog.getByLabel('Tên')
    for (const change of ['name', 'filter'] as const) {
      await dialog.getByRole('button', { name: 'Sửa' }).click()
      expect(await dialog.getByLabel('Địa chỉ nhận').inputValue()).toBe(webhooks[0]!.url)
      if (change === 'name') await name.fill('Phòng đào tạo')
      else
        await dialog
          .getByRole('button', { name: /^Bỏ điều kiện/ })
          .first()
          .click()
      await dialog.getByRole('button', { name: 'Lưu' }).click()
      await name.waitFor({ state: 'detached' })
      const { method, path, body } = lastWrite()!
      expect([method, path]).toEqual(['PATCH', `/webhooks/${webhooks[0]!.id}`])
      if (change === 'name') {
        expect(body).toEqual({ name: 'Phòng đào tạo', url: webhooks[0]!.url })
      } else {
        const { filter } = body as { filter: object }
        expect(Object.keys(filter)).toHaveLength(1)
        expect(webhooks[0]!.filter).toMatchObject(filter)
      }
    }
  })

  test('what was stored in a span of time is sent again', async () => {
    const { open, page } = console()
    await open(`/feeds?open=${webhooks[0]!.id}`)
    await page.getByRole('button', { name: 'Gửi lại một khoảng thời gian' }).click()
    const dialog = page.getByRole('dialog', { name: 'Gửi lại một khoảng thời gian' })
    const fields = dialog.locator('input')
    await fields.first().fill('2026-11-20T08:00')
    await dialog.getByRole('button', { name: 'Gửi lại', exact: true }).click()
    await page.getByText('Sẽ được gửi lại ngay').waitFor()
    expect(lastWrite()).toMatchObject({
      path: `/webhooks/${webhooks[0]!.id}/replay`,
      body: { since: '2026-11-20T01:00:00.000Z' },
    })
  })

  test('one is paused, tried, and sends again what was given up', async () => {
    const { open, page } = console()
    await open(`/feeds?open=${webhooks[1]!.id}`)
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Tạm dừng' }).click()
    await dialog.getByRole('button', { name: 'Gửi thử' }).click()
    await page.getByText('Nơi nhận trả lời 204').waitFor()
    await dialog.getByRole('button', { name: 'Đã bỏ' }).click()
    await dialog.getByText('Nơi nhận không trả lời trong 10 giây.').waitFor()
    await dialog.getByRole('button', { name: 'Gửi lại tất cả' }).click()
    await page.getByText('Sẽ được gửi lại ngay').waitFor()
    const writes = console().server.fixture.writes.map(({ method, path, body }) => [
      method,
      path.split('/').slice(3).join('/'),
      body,
    ])
    expect(writes).toEqual([
      ['PATCH', '', { state: 'paused' }],
      ['POST', 'test', { bytes: 0 }],
      ['POST', 'replay', { deadLetters: true }],
    ])
  })
})

describeInBrowser('imports and exports', () => {
  const console = useConsole()
  const lastWrite = () => console().server.fixture.writes.at(-1)

  test('tell how far each is, and what was not stored with its line and place', async () => {
    const { open, page } = console()
    await open('/transfers')
    await page.getByRole('progressbar').waitFor()
    await page.getByText('41% · 11.870 bản ghi/giây').waitFor()
    await page.getByRole('link', { name: 'moodle-xuat.json' }).click()
    const report = page.getByRole('region', { name: 'Những gì không nhập được' })
    for (const words of ['Dòng 17', '/actor/mbox', 'An mbox is a mailto IRI.'])
      await report.getByText(words).waitFor()
    expect(await report.getByRole('link', { name: 'Tải báo cáo' }).getAttribute('href')).toBe(
      `/api/v1/imports/${imports[1]!.id}/rejections`,
    )
  })

  test('a file is sent, and is then an import that is shown', async () => {
    const { open, page, parameter } = console()
    await open('/transfers')
    await page.getByRole('button', { name: 'Nhập từ tệp' }).click()
    await page.getByRole('checkbox').check()
    await page.locator('[data-import-field]').setInputFiles({
      name: 'bản ghi.ndjson',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from('{"id":"x"}\n'),
    })
    await page.getByRole('button', { name: 'Dừng' }).waitFor()
    expect(parameter('open')).toBe(imports[0]!.id)
    const { path, query, body } = lastWrite()!
    expect([path, query.get('fileName'), query.get('keepAuthority'), body]).toEqual([
      '/imports',
      'bản ghi.ndjson',
      'true',
      { id: 'x' },
    ])
  })

  test('another record store is pulled, and what failed goes on', async () => {
    const { open, page } = console()
    await open('/transfers?add=pull')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Điểm cuối xAPI của kho kia').fill('https://lrs.example.vn/xapi')
    await dialog.getByLabel('Khóa truy cập (Key)').fill('k')
    await dialog.getByLabel('Khóa bí mật (Secret)').fill('s')
    await dialog.getByRole('button', { name: 'Bắt đầu lấy' }).click()
    await page.getByRole('button', { name: 'Dừng' }).waitFor()
    expect(lastWrite()).toMatchObject({
      path: '/imports/pull',
      body: { endpoint: 'https://lrs.example.vn/xapi', key: 'k', secret: 's', keepAuthority: true },
    })
    await open(`/transfers?open=${imports[2]!.id}`)
    await page.getByText('the key is not accepted any more').waitFor()
    const sent = page.waitForResponse((answer) => answer.request().method() === 'POST')
    await page.getByRole('button', { name: 'Nhập tiếp' }).click()
    await sent
    expect(lastWrite()!.path).toBe(`/imports/${imports[2]!.id}/resume`)
  })

  test('an export takes the filter and the form that are chosen', async () => {
    const { open, page } = console()
    await open('/transfers?tab=export')
    await page.getByRole('radio', { name: /NDJSON/ }).click()
    await page.getByRole('button', { name: 'Kết quả' }).click()
    await page.getByLabel('Hoàn thành').selectOption('true')
    await page.getByRole('button', { name: 'Lọc' }).click()
    await page.getByText('Kết quả:').waitFor()
    const href = await page.getByRole('link', { name: 'Tải tệp xuống' }).getAttribute('href')
    expect(href).toBe('/api/v1/exports/statements.ndjson?completion=true')
  })

  test.each(['/feeds', '/transfers'])(
    '%s says when it is empty and when it fails',
    async (path) => {
      const { open, page, server } = console()
      server.fixture.mode = 'empty'
      await open(path)
      await page.getByText(/^Chưa (có webhook|nhập lần) nào$/).waitFor()
      server.fixture.mode = 'broken'
      await open(path)
      await page
        .getByRole('alert')
        .getByText(/^Không tải được danh sách/)
        .waitFor()
    },
  )
})
