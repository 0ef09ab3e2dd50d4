import { describeInBrowser } from '../support/browser.ts'
import { useConsole } from './console-browser.ts'
import * as data from './fixture-data.ts'

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
    await card().getByText('Chỉ được báo').waitFor()
    await card().getByText('Không có tệp nào của khóa học được tải về.').waitFor()
    await card()
      .getByText(/^Khóa học báo .+, nhưng thực tế chỉ có 40 giây trôi qua\.$/)
      .waitFor()
  })

  test('says that what the server saw agrees, and nothing more', async () => {
    const { id } = withLevel('corroborated')
    await console().open(`/registrations/${id}`)
    await card().getByText('Có đối chiếu').waitFor()
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
