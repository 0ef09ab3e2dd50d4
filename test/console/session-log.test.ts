import { describeInBrowser } from '../support/browser.ts'
import { useConsole } from './console-browser.ts'
import * as data from './fixture-data.ts'

describeInBrowser('the log of sessions', () => {
  const console = useConsole()
  const registration = data.registrations[0]!.id
  const open = () => console().open(`/registrations/${registration}`)
  const newest = () => console().page.getByRole('button', { name: /Khóa chưa báo hoàn thành/ })
  const log = () => console().page.getByRole('region', { name: 'Nhật ký', exact: true })

  test('says of each session whether the course reported completion', async () => {
    await open()
    const { page } = console()
    await newest().getByText('Điểm 8/10').waitFor()
    await newest().getByText('Khóa đóng lại mà không gọi Finish/Terminate').waitFor()
    await page.getByText('Khóa đã tự kết thúc, thoát = suspend').waitFor()
    await page.getByText('Nhật ký của phiên này không còn được giữ.').waitFor()
  })

  test('shows what was called with errors and decisions in words, and what is not kept', async () => {
    await open()
    await newest().click()
    await log().getByText('401 Undefined Data Model Element').waitFor()
    await log().getByText('Mở “Quy định chung”, lần 1').waitFor()
    await log().getByText('hinh-anh/bìa chương 1.png').waitFor()
    await log().getByText('(4812)').waitFor()
    await log().getByText('1194 dòng ở giữa không được giữ').waitFor()
  })

  test('filters by errors and by text, and says when nothing is left', async () => {
    await open()
    await newest().click()
    await log().getByRole('row').nth(9).waitFor()
    await console().page.getByLabel('Chỉ lỗi').check()
    expect(await log().getByRole('row').count()).toBe(3)
    const search = console().page.getByRole('searchbox', { name: 'Tìm trong nhật ký' })
    await search.fill('BÌA CHƯƠNG')
    await log().getByRole('row').nth(2).waitFor({ state: 'detached' })
    expect(await log().getByRole('row').count()).toBe(2)
    await search.fill('không có dòng này')
    await console().page.getByText('Không có lỗi nào.').waitFor()
  })

  test('can be downloaded as a table and as JSON', async () => {
    await open()
    await newest().click()
    const links = console().page.getByRole('link', { name: /Tải nhật ký xuống/ })
    await links.first().waitFor()
    const addresses = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')))
    const path = `/api/v1/registrations/${registration}/sessions/5e551010-0000-4000-8000-000000000003/log`
    expect(addresses).toEqual([`${path}.csv?separator=%3B`, path])
  })

  test('says that the course was never opened, and what failed', async () => {
    console().server.fixture.failing.add(`/registrations/${registration}/sessions`)
    await open()
    await console().page.getByText('Không tải được các phiên học').waitFor()
    console().server.fixture.failing.clear()
    console().server.fixture.sessions = []
    await console().page.getByRole('button', { name: 'Thử lại' }).first().click()
    await console().page.getByText('Học viên chưa mở khóa học lần nào.').waitFor()
  })

  test('fits a phone', async () => {
    const { page } = console()
    await page.setViewportSize({ width: 390, height: 844 })
    await open()
    await newest().click()
    await log().getByText('401 Undefined Data Model Element').waitFor()
    const width = await page.evaluate('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(390)
  })
})
