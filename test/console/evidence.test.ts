import { describeInBrowser } from '../support/browser.ts'
import { useConsole } from './console-browser.ts'
import * as data from './fixture-data.ts'
import { classes } from './fixture-school.ts'

describeInBrowser('what stands behind a result', () => {
  const console = useConsole()
  const withLevel = (level: string) =>
    data.registrations.find(({ evidence }) => evidence === level)!
  const card = () =>
    console()
      .page.locator('section')
      .filter({ has: console().page.getByRole('heading', { name: 'Căn cứ của kết quả' }) })

  test('says in words what contradicts it', async () => {
    const { id } = withLevel('reported')
    await console().open(`/registrations/${id}`)
    await card().getByText('Chỉ theo báo cáo').waitFor()
    await card().getByText('Không có tệp nào của khóa học được tải về.').waitFor()
    await card()
      .getByText(/^Khóa học báo .+, nhưng thực tế chỉ có 40 giây trôi qua\.$/)
      .waitFor()
  })

  test('says that what the server saw agrees, and nothing more', async () => {
    const { id } = withLevel('corroborated')
    await console().open(`/registrations/${id}`)
    await card().getByText('Đã đối chiếu').waitFor()
    expect(await card().getByRole('listitem').count()).toBe(0)
  })

  test('shows who vouches for it', async () => {
    const { id } = withLevel('attested')
    await console().open(`/registrations/${id}`)
    await card().getByText('Làm bài kiểm tra tại phòng B2, có giám sát.').waitFor()
    await card()
      .getByText(/Lê Thị Hạnh/)
      .waitFor()
  })

  test('takes the word of who may give it', async () => {
    const { id } = withLevel('reported')
    await console().open(`/registrations/${id}`)
    await card().getByRole('button', { name: 'Xác nhận' }).click()
    const dialog = console().page.getByRole('dialog')
    const send = dialog.getByRole('button', { name: 'Xác nhận' })
    expect(await send.isDisabled()).toBe(true)
    await dialog.getByLabel('Điều bạn đã chứng kiến').fill('Học tại lớp.')
    const sent = console().page.waitForRequest(/attestations$/)
    await send.click()
    expect((await sent).postDataJSON()).toEqual({ note: 'Học tại lớp.', attempt: 1 })
  })

  test('shows who withdrew their word, and withdraws one with a reason', async () => {
    const { id, evidenceReport } = withLevel('attested')
    await console().open(`/registrations/${id}`)
    await card().getByText('Đã rút lại').waitFor()
    await card().getByText('Nhầm với học viên cùng tên.').waitFor()
    await card().getByRole('button', { name: 'Rút lại' }).click()
    const dialog = console().page.getByRole('dialog')
    await dialog.getByText(/Xác nhận của Lê Thị Hạnh/).waitFor()
    const send = dialog.getByRole('button', { name: 'Rút lại' })
    expect(await send.isDisabled()).toBe(true)
    await dialog.getByLabel('Lý do rút lại').fill('Nhầm phòng.')
    const sent = console().page.waitForRequest(/withdrawal$/)
    await send.click()
    const request = await sent
    const standing = evidenceReport.attestations.find(({ withdrawal }) => withdrawal === null)!
    expect(request.url()).toContain(`/attestations/${standing.id}/`)
    expect(request.postDataJSON()).toEqual({ reason: 'Nhầm phòng.' })
  })

  test('narrows the list of registrations, and the files that are made of it', async () => {
    const { page } = console()
    await console().open('/registrations')
    await page.getByRole('button', { name: 'Căn cứ', exact: true }).click()
    await page.getByRole('button', { name: /^Chỉ theo báo cáo/ }).click()
    await page.waitForURL(/evidence=reported/)
    const rows = page.getByRole('table').getByRole('row')
    // In words or as a mark, as the width has room: each row has one of them.
    const levels = page.getByRole('table').getByText('Chỉ theo báo cáo').filter({ visible: true })
    await levels.first().waitFor()
    expect(await levels.count()).toBe((await rows.count()) - 1)
    await page.getByRole('button', { name: 'Xuất' }).click()
    const csv = page.getByRole('menuitem', { name: 'CSV cho Excel' })
    expect(await csv.getAttribute('href')).toBe(
      '/api/v1/exports/registrations.csv?evidence=reported&separator=%3B',
    )
  })

  test('counts the results of a class, and keeps the learners who have one of a level', async () => {
    const { page } = console()
    await console().open(`/classes/${classes[0]!.id}`)
    const counts = page.getByRole('region', { name: 'Căn cứ của kết quả' })
    const attested = counts.getByRole('button', { name: /^Có người xác nhận/ })
    await attested.waitFor()
    const before = await page.getByRole('table').getByRole('row').count()
    await attested.click()
    await page.waitForURL(/evidence=attested/)
    expect(await attested.getAttribute('aria-pressed')).toBe('true')
    const row = page.getByRole('table').getByRole('row')
    await row.nth(before - 1).waitFor({ state: 'detached' })
    for (const one of (await row.all()).slice(1)) {
      expect(await one.getByText('Có người xác nhận').count()).toBeGreaterThan(0)
    }
    await attested.click()
    await page.waitForURL((url) => !url.search.includes('evidence'))
  })

  test('counts the results of a package, and leads to each list', async () => {
    const { page } = console()
    const { id } = data.packages[0]!
    await console().open(`/library/${id}`)
    const link = page.getByRole('link', { name: /^Đã đối chiếu/ })
    expect(await link.getAttribute('href')).toBe(
      `/registrations?package=${id}&evidence=corroborated`,
    )
  })

  test('fits a phone of 360 px', async () => {
    const { page } = console()
    await page.setViewportSize({ width: 360, height: 740 })
    for (const level of ['reported', 'attested']) {
      await console().open(`/registrations/${withLevel(level).id}`)
      await card().waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    }
  })

  test('is silent where there is no result', async () => {
    const { id } = data.registrations.find(({ evidence }) => evidence === null)!
    await console().open(`/registrations/${id}`)
    await console().page.getByRole('heading', { name: 'Kết quả theo nội dung' }).waitFor()
    expect(await card().count()).toBe(0)
  })
})
