import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../../support/server.ts'
import { startServerProcess } from '../../support/server-process.ts'

let folder: string
let env: Record<string, string>
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-process-'))
  const [port, contentPort] = await freePorts(2)
  env = { HOCBA_DATA: folder, HOCBA_PORT: String(port), HOCBA_CONTENT_PORT: String(contentPort) }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the server process', () => {
  test('prints the console address, the set-up link and how to load the demonstration', async () => {
    const server = await startServerProcess(env)
    expect(server.output()).toContain(`http://localhost:${env.HOCBA_PORT}\n`)
    expect(server.output()).toMatch(/\/setup#[\w-]{43}/)
    expect(server.output()).toContain('npm run -s hocba -- demo')
    await server.terminate()
  })

  test('drains and exits 0 on SIGTERM', async () => {
    const server = await startServerProcess(env)
    // A connection that is kept alive must not hold the stop back.
    await fetch(`http://127.0.0.1:${env.HOCBA_PORT}/healthz`)
    expect(await server.terminate()).toBe(0)
  })

  test('stops with a sentence that names the variable when one is wrong', async () => {
    await expect(startServerProcess({ ...env, HOCBA_CONTENT_PORT: 'x1' })).rejects.toThrow(
      /HOCBA_CONTENT_PORT is "x1"; it must be a whole number/,
    )
  })

  test('stops with a sentence when the port is in use, and names the variable', async () => {
    const other = createServer()
    await new Promise<void>((resolve) =>
      other.listen(Number(env.HOCBA_CONTENT_PORT), '127.0.0.1', resolve),
    )
    await expect(startServerProcess(env)).rejects.toThrow(/in use.*HOCBA_CONTENT_PORT/s)
    await new Promise((resolve) => other.close(resolve))
  })
})
