import { startServer } from '../../support/server.ts'

/** The header comes with every answer about a course's file, found or not. */
async function policyOf(env: Record<string, string>): Promise<string[]> {
  const server = await startServer({ env })
  try {
    const answer = await fetch(`${server.contentUrl}/_c/none/index.html`)
    return answer.headers.get('content-security-policy')!.split('; ')
  } finally {
    await server.stop()
  }
}

describe('HOCBA_CONTENT_HOSTS', () => {
  test('lets courses load from the hosts it names, and talk to them', async () => {
    const hosts = 'https://cdn.example.vn https://*.phim.example'
    const policy = await policyOf({ HOCBA_CONTENT_HOSTS: hosts })
    expect(policy).toContain(
      `default-src 'self' ${hosts} 'unsafe-inline' 'unsafe-eval' data: blob:`,
    )
    expect(policy).toContain(`connect-src 'self' ${hosts}`)
    expect(policy).toContain(`frame-src 'self' ${hosts}`)
  })

  test('names none by default', async () => {
    const policy = await policyOf({})
    expect(policy).toContain("default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:")
    expect(policy).toContain("connect-src 'self'")
  })
})
