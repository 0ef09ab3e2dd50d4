import { startServer } from '../../support/server.ts'

/** The headers of every answer about a course's file, found or not, and of the player. */
async function headersOf(env: Record<string, string>): Promise<{ file: Headers; player: Headers }> {
  const server = await startServer({ env })
  try {
    const { headers: file } = await fetch(`${server.contentUrl}/_c/none/index.html`)
    const { headers: player } = await fetch(`${server.contentUrl}/_player/`)
    return { file, player }
  } finally {
    await server.stop()
  }
}

const policyOf = async (env: Record<string, string>): Promise<string[]> =>
  (await headersOf(env)).file.get('content-security-policy')!.split('; ')

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

describe('HOCBA_CONTENT_ALLOW', () => {
  test('lets courses lead elsewhere, give files and fill the screen by default, and never use WebRTC', async () => {
    const { file, player } = await headersOf({})
    for (const headers of [file, player]) {
      expect(headers.get('content-security-policy')).not.toContain('sandbox')
      expect(headers.get('permissions-policy')).not.toContain('fullscreen')
      expect(headers.get('connection-allowlist')).toBe(
        '(response-origin "*://*:*/*");webrtc=block;redirects=allow',
      )
    }
  })

  test('none leaves courses their own origin, and a way back to the console', async () => {
    const env = { HOCBA_CONTENT_ALLOW: 'none', HOCBA_APP_URL: 'http://localhost:18080' }
    const { file, player } = await headersOf(env)
    for (const headers of [file, player]) {
      expect(headers.get('content-security-policy')).toMatch(/\bsandbox allow-scripts /)
      expect(headers.get('content-security-policy')).not.toMatch(/allow-(downloads|popups-to)/)
      expect(headers.get('permissions-policy')).toContain('fullscreen=()')
      expect(headers.get('connection-allowlist')).toBe(
        '(response-origin "http://localhost:18080");webrtc=block',
      )
    }
    expect(player.has('cross-origin-opener-policy')).toBe(false)
  })

  test('without links courses may lead to the hosts that they may load from', async () => {
    const env = { HOCBA_CONTENT_ALLOW: 'downloads', HOCBA_CONTENT_HOSTS: 'https://cdn.example.vn' }
    const { file } = await headersOf(env)
    expect(file.get('connection-allowlist')).toContain('"https://cdn.example.vn")')
  })
})
